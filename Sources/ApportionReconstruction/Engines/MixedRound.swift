import ApportionPrimitives
package import ApportionSimulation

/// A round whose rule is affine, as plain averaging of scaled models.
///
///     θ_S = 1/a(S) · Σ_{k ∈ S} θ̂ₖ,   θ̂ₖ = aₖ (η θₖ + drift),   a(S) = Σ_{k ∈ S} aₖ
///
/// The drift goes into every client's model: its weights within a coalition sum to 1. Weights are
/// scaled so that everybody's sum is 1.
package struct MixedRound: Sendable {
  package let network: Network
  /// θ̂ₖ.
  package let models: [Parameters]
  /// a(S) in bitmask order.
  package let totals: [Double]
  /// The players with weight, as a bitmask.
  package let weighty: Int

  /// Nil when the round's rule is not affine.
  package init?(_ round: Round) {
    guard
      let mixture = round.serverBefore.mixture(of: round.updates, into: round.globalBefore)
    else { return nil }
    let everybody = mixture.weights.reduce(0, +)
    let weights = mixture.weights.map { $0 / everybody }
    network = round.network
    models = zip(round.updates, weights).map { update, weight in
      .weightedSum(
        [update.parameters] + mixture.drift.map(\.vector),
        weights: [weight * mixture.scale] + mixture.drift.map { weight * $0.coefficient })
    }
    weighty = weights.indices.reduce(0) { weights[$1] > 0 ? $0 | 1 << $1 : $0 }
    totals = weights.reduce(into: [0.0]) { totals, weight in
      totals += totals.map { $0 + weight }
    }
  }

  package var players: Int { models.count }
}
