public import ApportionPrimitives

/// The point with the least sum of distances to the clients' models, weighted by examples.
///
/// It is found by Weiszfeld's iteration, smoothed and from the mean:
///
///     v₀ = Σₖ αₖ θₖ      βₖ = αₖ / max(ν, ‖v − θₖ‖)      v ← Σₖ βₖ θₖ / Σₖ βₖ      with αₖ = nₖ/n
///
/// Every v is Σₖ λₖ θₖ with Σₖ λₖ = 1, so all distances follow from those between the clients,
///
///     ‖v − θₖ‖² = Σⱼ λⱼ ‖θⱼ − θₖ‖² − ½ Σᵢⱼ λᵢ λⱼ ‖θᵢ − θⱼ‖²
///
/// and the iteration moves the λₖ alone.
///
/// - Defaults: ν = 10⁻⁶ as in the paper; 100 iterations, which cost next to nothing here. The paper
///   makes do with 3, but from far away each of them only takes off a factor of the honest weight
///   over the adversary's.
/// - Error: in double precision the distances above are good to about 2⁻⁵⁰ of the largest term.
/// - Cost: n(n − 1)/2 distances, and n² per iteration.
/// - Source: Pillutla, Kakade & Harchaoui, "Robust aggregation for federated learning", IEEE
///   Transactions on Signal Processing 70, 2022, the smoothed Weiszfeld algorithm.
public struct GeometricMedian: Strategy {
  public static let id = "geometric-median"
  public static let summary = "geometric median of the clients' models, weighted by examples (RFA)"

  /// How often Weiszfeld's step is taken.
  public var iterations = 100
  /// ν, the distance below which a client's pull no longer grows.
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

  /// It remembers nothing.
  public struct State: Codable, Hashable, Sendable {}

  public func initialState(
    for global: Parameters, clients: Int, using stream: RandomStream
  ) -> State {
    State()
  }

  public func aggregate(
    _ updates: [ClientUpdate], into global: Parameters, state: inout State
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
      let pulls = clients.map { client in
        // Rounding may leave a little less than nothing.
        let distance = max(means[client] - spread, 0).squareRoot()
        return examples[client] / total / max(smoothing, distance)
      }
      let sum = pulls.reduce(0, +)
      weights = pulls.map { $0 / sum }
    }
    return AffineCombination(weights: weights).model(of: updates)
  }
}
