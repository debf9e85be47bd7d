public import ApportionPrimitives

/// Shapley values by a weighted regression of worth on membership, over pairs of a coalition and its
/// complement.
///
///     min Σ w(S) (v(S) − v(∅) − Σ_{i∈S} φᵢ)²,  Σ φᵢ = v(N) − v(∅),
///     w(S) = (n − 1) / (C(n, |S|) |S| (n − |S|))
///
/// whose solution over all coalitions is the Shapley value. Coalitions are drawn with probabilities
/// proportional to w, so that all draws have the same weight in the sum. For a sample, v(∅) in the sum is
/// replaced by a fitted constant, and its difference from v(∅) is divided equally among the players; over
/// all coalitions, the solution is the same.
///
/// - Shape: `values.count == game.playerCount`.
/// - Units: those of the game.
/// - Error: bias of the order of 1 over the number of pairs; standard errors from residuals (HC3).
/// - Cost: 2 evaluations and 2 for each pair; the regression takes n² multiply-adds per pair.
/// - Source: Lundberg & Lee, "A unified approach to interpreting model predictions", NeurIPS 2017,
///   theorem 2; pairs: Covert & Lee, "Improving KernelSHAP", AISTATS 2021.
public struct KernelSHAP: Estimator, CitedMethod {
  public static let id = "kernel-shap"
  public static let summary =
    "Shapley value, estimated by weighted regression on pairs of coalitions"
  public static let source = "Lundberg & Lee 2017"

  /// The maximum number of evaluations of the game.
  public var budget = 1000
  /// What may end the estimate before the budget is spent.
  public var stopping = StoppingRule()

  public init() {}

  public var estimand: Semivalue? { .shapley }
  public var guarantees: Axioms { [.efficiency] }

  public func draw(_ index: Int, given tally: KernelPairs, using stream: RandomStream) -> Draw? {
    let n = tally.playerCount
    guard n > 1 else { return nil }
    var stream = stream.child("draw", index)
    let size = SizeDistribution.kernel(players: n).draw(using: &stream)
    let coalition = stream.coalition(of: n, size: size)
    return Draw(pairOf: coalition, players: n)
  }

  public func values(from tally: KernelPairs) throws -> SampledValues {
    try tally.values { _ in 1 }
  }
}
