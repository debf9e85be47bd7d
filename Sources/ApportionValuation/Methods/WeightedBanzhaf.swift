import ApportionPrimitives

/// The weighted Banzhaf value: what a player adds on average if every other player takes part
/// independently with probability p.
///
///     φᵢ = Σ_{S ⊆ N∖i} p^|S| (1 − p)^(n − 1 − |S|) (v(S ∪ i) − v(S))
///
/// - Shape: `values.count == game.playerCount`.
/// - Units: those of the game.
/// - Error: rounding only.
/// - Cost: exactly *2ⁿ* evaluations and as many stored worths.
/// - Source: Li & Yu, "Robust data valuation with weighted Banzhaf values", NeurIPS 2023.
public struct WeightedBanzhaf: TableMethod, CitedMethod {
  public static let id = "weighted-banzhaf"
  public static let summary =
    "Banzhaf value where each other player takes part with a given probability"
  public static let source = "Li & Yu 2023"

  /// p, the probability that another player takes part; 0 gives the individual value, 1 leave-one-out.
  public var inclusion = 0.5
  /// The largest number of players accepted; the cost doubles with each player.
  public var maximumPlayers = 16

  public init() {}

  /// Creates the method for this p.
  public init(inclusion: Double) { self.inclusion = inclusion }

  public func validate() throws {
    try checkLimit()
    try semivalue.validate()
  }

  public var estimand: Semivalue? { semivalue }
  public var guarantees: Axioms { [.symmetry, .nullPlayer, .linearity] }

  private var semivalue: Semivalue { .banzhaf(inclusion: inclusion) }

  public func values(of table: CoalitionTable) -> [Double] { table.values(by: semivalue) }
}
