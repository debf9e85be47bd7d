import ApportionPrimitives

/// The average marginal effect: a chance p is drawn, every other player takes part with it, and the
/// player joins them.
///
///     φᵢ = E_{p ~ P} E_{S ~ Bernoulli(p) on N∖i} [v(S ∪ i) − v(S)]
///
/// P is a distribution over a few chances. Its expectation is taken exactly, over all coalitions; the
/// paper estimates it by a regression on sampled ones, whose coefficients are φ divided by
/// E[1/(p(1 − p))].
///
/// - Shape: `values.count == game.playerCount`.
/// - Units: those of the game.
/// - Error: rounding only.
/// - Cost: exactly *2ⁿ* evaluations and as many stored worths.
/// - Source: Lin, Zhang, Lécuyer, Li, Panda & Sen, "Measuring the effect of training data on deep
///   learning predictions via randomized experiments", ICML 2022, definition of the AME; the grid of
///   chances is that of its released code.
public struct AverageMarginalEffect: TableMethod, CitedMethod {
  public static let id = "average-marginal-effect"
  public static let summary = "what a player adds to random coalitions of several densities (AME)"
  public static let source = "Lin, Zhang, Lécuyer, Li, Panda & Sen 2022"

  /// The chances that p is one of.
  public var inclusions = [0.2, 0.4, 0.6, 0.8]
  /// How often p is each of them, up to a factor; empty for equally often.
  public var weights: [Double] = []
  /// The most players it accepts, because the cost doubles with each.
  public var maximumPlayers = 16

  public init() {}

  public init(inclusions: [Double], weights: [Double] = []) {
    (self.inclusions, self.weights) = (inclusions, weights)
  }

  public func validate() throws {
    try checkLimit()
    try semivalue.validate()
  }

  public var estimand: Semivalue? { semivalue }
  public var guarantees: Axioms { [.symmetry, .nullPlayer, .linearity] }

  private var semivalue: Semivalue {
    .averageMarginalEffect(inclusions: inclusions, weights: weights)
  }

  public func values(of table: CoalitionTable) -> [Double] { table.values(by: semivalue) }
}
