/// The Banzhaf value: what a player adds on average to all coalitions of the others, with equal weights.
///
///     φᵢ = 2¹⁻ⁿ Σ_{S ⊆ N∖i} (v(S ∪ i) − v(S))
///
/// Among semivalues, its ranking of the players is the most robust to noise in the worths.
///
/// - Shape: `values.count == game.playerCount`.
/// - Units: those of the game.
/// - Error: rounding only.
/// - Cost: exactly *2ⁿ* evaluations and as many stored worths.
/// - Source: Wang & Jia, "Data Banzhaf: a robust data valuation framework for machine learning",
///   AISTATS 2023, definition 3.
public struct Banzhaf: TableMethod, CitedMethod {
  public static let id = "banzhaf"
  public static let summary = "Banzhaf value: all coalitions of the others count alike"
  public static let source = "Wang & Jia 2023"

  /// The largest number of players accepted; the cost doubles with each player.
  public var maximumPlayers = 16

  public init() {}

  public var estimand: Semivalue? { .banzhaf() }
  public var guarantees: Axioms { [.symmetry, .nullPlayer, .linearity] }

  public func values(of table: CoalitionTable) -> [Double] { table.values(by: .banzhaf()) }
}
