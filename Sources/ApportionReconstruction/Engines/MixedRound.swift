import ApportionPrimitives
package import ApportionSimulation

/// A round with an affine strategy, as sums over clients.
///
///     θ_S = s(S) · Σ_{k ∈ S} θ̂ₖ + base
///
/// If the strategy's step is the same for all coalitions, 1/s is a sum over clients as well: each client's
/// model then includes the offset in proportion to the client's part of that sum, and the base is nil.
package struct MixedRound: Sendable {
  package let network: Network
  /// θ̂ₖ.
  package let models: [Parameters]
  /// 1/s(S) in bitmask order; 0 for coalitions without weight.
  package let totals: [Double]
  package let base: Parameters?
  /// The players with weight, as a bitmask.
  package let weighty: Int

  /// Writes a round as sums; nil if the round's strategy is not affine.
  ///
  /// - Throws: what the strategy throws.
  package init?(_ round: Round) throws {
    guard
      let combination = try round.serverBefore.combination(
        of: round.updates, into: round.globalBefore)
    else { return nil }
    // Normalised so that the sum of all clients is 1.
    let total = combination.totals.reduce(0, +)
    let (weights, shares) = (
      combination.weights.map { $0 / total }, combination.totals.map { $0 / total }
    )
    let sums = shares.reduce(into: [0.0]) { sums, share in sums += sums.map { $0 + share } }
    let origin = combination.origin.map { [$0] } ?? []
    network = round.network
    weighty = shares.indices.reduce(0) { shares[$1] > 0 ? $0 | 1 << $1 : $0 }
    if case .constant(let step) = combination.step {
      base = nil
      totals = sums
      models = round.updates.indices.map { client in
        let weight = weights[client] * step
        return .weightedSum(
          [round.updates[client].parameters] + origin + combination.offset.map(\.vector),
          weights: [weight] + origin.map { _ in -weight }
            + combination.offset.map { shares[client] * $0.coefficient })
      }
    } else {
      base =
        combination.offset.isEmpty
        ? .zeros(like: round.globalBefore)
        : .weightedSum(
          combination.offset.map(\.vector), weights: combination.offset.map(\.coefficient))
      totals = sums.indices.map { set in
        guard sums[set] > 0 else { return 0 }
        return sums[set] / combination.step(of: shares.indices.filter { set >> $0 & 1 == 1 })
      }
      models = zip(round.updates, weights).map { update, weight in
        .weightedSum([update.parameters] + origin, weights: [weight] + origin.map { _ in -weight })
      }
    }
  }

  package var players: Int { models.count }
}
