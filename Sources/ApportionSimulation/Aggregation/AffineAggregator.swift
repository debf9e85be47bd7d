/// A rule whose next model is an affine function of the clients' models, their number of examples
/// and the state being given.
///
///     θ′ = Σₖ cₖ θₖ + drift
///
/// Saying so by its coefficients is all it takes to be such a rule, and what lets a reconstruction
/// mix what it has computed for each client alone.
public protocol AffineAggregator: Aggregator {
  /// The coefficients for these updates, from the state as it is before the round.
  func combination(
    of updates: [ClientUpdate], into global: Parameters, state: State
  ) -> AffineCombination

  /// What the rule remembers of the round.
  func advance(_ state: inout State, past updates: [ClientUpdate], global: Parameters)
}

/// The coefficients of an affine rule.
public struct AffineCombination: Hashable, Sendable {
  /// One coefficient per update.
  public var updates: [Double]
  /// What does not depend on the clients: vectors and their coefficients.
  public var drift: [(vector: Parameters, coefficient: Double)]

  public init(
    updates: [Double], drift: [(vector: Parameters, coefficient: Double)] = []
  ) {
    (self.updates, self.drift) = (updates, drift)
  }

  public static func == (a: AffineCombination, b: AffineCombination) -> Bool {
    a.updates == b.updates && a.drift.elementsEqual(b.drift, by: ==)
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(updates)
    for term in drift {
      hasher.combine(term.vector)
      hasher.combine(term.coefficient)
    }
  }
}

extension AffineAggregator {
  public func aggregate(
    _ updates: [ClientUpdate], into global: Parameters, state: inout State
  ) throws -> Parameters {
    let combination = combination(of: updates, into: global, state: state)
    let next = Parameters.weightedSum(
      updates.map(\.parameters) + combination.drift.map(\.vector),
      weights: combination.updates + combination.drift.map(\.coefficient))
    advance(&state, past: updates, global: global)
    return next
  }
}
