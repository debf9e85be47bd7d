import ApportionPrimitives

/// The Beta(α, β) Shapley value, which can give more weight to small coalitions or to large ones.
///
///     φᵢ = Σ_{S ⊆ N∖i} B(|S| + β, n − 1 − |S| + α) / B(α, β) · (v(S ∪ i) − v(S))
///
/// A large α favours small coalitions, a large β large ones; Beta(1, 1) is the Shapley value.
///
/// - Shape: `values.count == game.playerCount`.
/// - Units: those of the game.
/// - Error: rounding only; weights are formed in log space from ratios.
/// - Cost: exactly *2ⁿ* evaluations and as many stored worths.
/// - Source: Kwon & Zou, "Beta Shapley: a unified and noise-reduced data valuation framework for
///   machine learning", AISTATS 2022.
public struct BetaShapley: TableMethod, CitedMethod {
  public static let id = "beta-shapley"
  public static let summary = "Beta(α, β) Shapley value: small coalitions count more, or large ones"
  public static let source = "Kwon & Zou 2022"

  /// α, above 0.
  public var alpha = 4.0
  /// β, above 0.
  public var beta = 1.0
  /// The largest number of players accepted; the cost doubles with each player.
  public var maximumPlayers = 16

  public init() {}

  /// Creates the method for these parameters.
  public init(alpha: Double, beta: Double) { (self.alpha, self.beta) = (alpha, beta) }

  public func validate() throws {
    try checkLimit()
    try semivalue.validate()
  }

  public var estimand: Semivalue? { semivalue }
  public var guarantees: Axioms { [.symmetry, .nullPlayer, .linearity] }

  private var semivalue: Semivalue { .beta(alpha: alpha, beta: beta) }

  public func values(of table: CoalitionTable) -> [Double] { table.values(by: semivalue) }
}
