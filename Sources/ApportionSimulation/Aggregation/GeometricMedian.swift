public import ApportionPrimitives

/// The point with the least sum of distances to the clients' models, weighted by examples.
///
/// It is found by Weiszfeld's smoothed iteration, which starts from the mean:
///
///     v₀ = Σₖ αₖ θₖ      βₖ = αₖ / max(ν, ‖v − θₖ‖)      v ← Σₖ βₖ θₖ / Σₖ βₖ      with αₖ = nₖ/n
///
/// Every v is Σₖ λₖ θₖ with Σₖ λₖ = 1, so all distances follow from those between the clients,
///
///     ‖v − θₖ‖² = Σⱼ λⱼ ‖θⱼ − θₖ‖² − ½ Σᵢⱼ λᵢ λⱼ ‖θᵢ − θⱼ‖²
///
/// and the iteration changes only the λₖ.
///
/// - Defaults: ν = 10⁻⁶ as in the paper; 100 iterations, whose cost is negligible. The paper uses 3; if an
///   adversary's model is far away, each iteration reduces its weight by a constant factor only.
/// - Error: the distances above are accurate to about 2⁻⁵⁰ of the largest term.
/// - Cost: n(n − 1)/2 distances, and n² per iteration.
/// - Source: Pillutla, Kakade & Harchaoui, "Robust aggregation for federated learning", IEEE
///   Transactions on Signal Processing 70, 2022, the smoothed Weiszfeld algorithm.
public struct GeometricMedian: StatelessStrategy {
  public static let id = "geometric-median"
  public static let summary = "geometric median of the clients' models, weighted by examples (RFA)"

  /// The number of Weiszfeld steps.
  public var iterations = 100
  /// ν, the distance below which a client's weight no longer grows.
  public var smoothing = 1e-6

  public init() {}

  public init(iterations: Int, smoothing: Double = 1e-6) {
    (self.iterations, self.smoothing) = (iterations, smoothing)
  }

  public func validate() throws {
    try InvalidSetting.check("iterations", iterations, iterations >= 1, mustBe: "at least 1")
    try InvalidSetting.check(
      "smoothing", smoothing, smoothing > 0 && smoothing.isFinite, mustBe: "above 0 and finite")
  }

  public func aggregate(
    _ updates: [ClientUpdate], into global: Parameters
  ) throws -> Parameters {
    let distances = PairwiseDistances(updates)
    let clients = updates.indices
    let examples = updates.map { Double($0.exampleCount) }
    let total = examples.reduce(0, +)
    var weights = examples.map { $0 / total }  // λ
    for _ in 0..<iterations {
      let means = clients.map { client in
        clients.reduce(0) { $0 + weights[$1] * distances[client, $1] }
      }
      let spread = clients.reduce(0) { $0 + weights[$1] * means[$1] } / 2
      let terms = clients.map { client in
        // Rounding may yield a small negative number.
        let distance = max(means[client] - spread, 0).squareRoot()
        return examples[client] / total / max(smoothing, distance)
      }
      let sum = terms.reduce(0, +)
      weights = terms.map { $0 / sum }
    }
    return AffineCombination(weights: weights).model(of: updates)
  }
}
