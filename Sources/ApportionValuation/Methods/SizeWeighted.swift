import ApportionPrimitives

/// Any semivalue for a fixed number of players, given the probabilities of the coalition sizes.
///
///     φᵢ = Σₛ qₛ · mean of v(S ∪ i) − v(S) over the S ⊆ N∖i with |S| = s,   Σₛ qₛ = 1
///
/// Equal qₛ give the Shapley value, q₀ = 1 the individual value, qₙ₋₁ = 1 leave-one-out.
///
/// - Shape: `values.count == game.playerCount`.
/// - Units: those of the game.
/// - Error: rounding only; weights are formed in log space.
/// - Cost: exactly *2ⁿ* evaluations and as many stored worths.
/// - Source: Weber, "Probabilistic values for games", in: The Shapley value, 1988.
public struct SizeWeighted: TableMethod, CitedMethod {
  public static let id = "size-weighted"
  public static let summary = "any semivalue, by how often a player joins how many others"
  public static let source = "Weber 1988"

  /// qₛ for s = 0 … n − 1, up to a factor; empty for equal probabilities, which give the Shapley value.
  public var sizes: [Double] = []
  /// The largest number of players accepted; the cost doubles with each player.
  public var maximumPlayers = 16

  public init() {}

  /// Creates the method for these probabilities, up to a factor.
  public init(sizes: [Double]) { self.sizes = sizes }

  public func validate() throws {
    try checkLimit()
    try semivalue.validate()
  }

  public func checkPlayers(_ n: Int) throws {
    try checkLimit(players: n)
    guard sizes.isEmpty || sizes.count == n else {
      throw ValuationError.wrongSizes(method: Self.id, sizes: sizes.count, players: n)
    }
  }

  public var estimand: Semivalue? { semivalue }
  public var guarantees: Axioms {
    sizes.isEmpty
      ? [.efficiency, .symmetry, .nullPlayer, .linearity] : [.symmetry, .nullPlayer, .linearity]
  }

  private var semivalue: Semivalue { sizes.isEmpty ? .shapley : .sizes(sizes) }

  public func values(of table: CoalitionTable) -> [Double] { table.values(by: semivalue) }
}
