import ApportionPrimitives

/// The average marginal effect (AME): what a player adds on average to a random coalition that every
/// other player joins with probability p, where p is itself drawn at random.
///
///     φᵢ = E_{p ~ P} E_{S ~ Bernoulli(p) on N∖i} [v(S ∪ i) − v(S)]
///
/// P is a distribution over a few probabilities. The expectation is computed exactly, over all coalitions;
/// the paper estimates it by a regression on sampled coalitions, whose coefficients are φ divided by
/// E[1/(p(1 − p))].
///
/// - Shape: `values.count == game.playerCount`.
/// - Units: those of the game.
/// - Error: rounding only.
/// - Cost: exactly *2ⁿ* evaluations and as many stored worths.
/// - Source: Lin, Zhang, Lécuyer, Li, Panda & Sen, "Measuring the effect of training data on deep
///   learning predictions via randomized experiments", ICML 2022, definition of the AME; the grid of
///   probabilities is that of its released code.
public struct AverageMarginalEffect: TableMethod, CitedMethod {
  public static let id = "average-marginal-effect"
  public static let summary = "what a player adds to random coalitions of several densities (AME)"
  public static let source = "Lin, Zhang, Lécuyer, Li, Panda & Sen 2022"

  /// The possible values of p.
  public var inclusions = [0.2, 0.4, 0.6, 0.8]
  /// The probabilities of the `inclusions`, up to a factor; empty for equal probabilities.
  public var weights: [Double] = []
  /// The largest number of players accepted; the cost doubles with each player.
  public var maximumPlayers = 16

  public init() {}

  /// Creates the method for these values of p and their weights.
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
