public import ApportionPrimitives

/// Shapley values by the regression of ``KernelSHAP``, on coalitions drawn by their leverage, so that all
/// sizes are equally likely.
///
/// The leverage of a coalition of size s in the weighted regression is 1 / C(n, s). A pair of size s
/// then has weight *1 / (s (n − s))*. The paper draws without replacement. Here pairs are independent,
/// which makes no practical difference for more than a few players and allows an estimate to be resumed.
///
/// - Shape: `values.count == game.playerCount`.
/// - Units: those of the game.
/// - Error: bias of the order of 1 over the number of pairs; standard errors from residuals (HC3).
/// - Cost: 2 evaluations and 2 for each pair; the regression takes n² multiply-adds per pair.
/// - Source: Musco & Witter, "Provably accurate Shapley value estimation via leverage score sampling",
///   ICLR 2025.
public struct LeverageSHAP: Estimator, CitedMethod {
  public static let id = "leverage-shap"
  public static let summary = "Shapley value, estimated by regression on pairs of all sizes alike"
  public static let source = "Musco & Witter 2025"

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
    let coalition = stream.coalition(of: n, size: 1 + stream.integer(below: n - 1))
    return Draw(pairOf: coalition, players: n)
  }

  public func values(from tally: KernelPairs) throws -> SampledValues {
    let n = tally.playerCount
    return try tally.values { 1 / Double($0 * (n - $0)) }
  }
}
