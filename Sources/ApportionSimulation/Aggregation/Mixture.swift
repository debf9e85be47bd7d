/// A rule's next model as an affine function of the clients' models.
///
///     θ′ = η Σₖ aₖ/a θₖ + drift,   a = Σₖ aₖ
///
/// Both sums go over the clients at hand; aₖ, η and the drift are the same for every choice of them.
/// That is what lets a reconstruction mix what it has computed for each client alone.
public struct Mixture: Sendable {
  /// aₖ, one per update, at least 0 and not all 0.
  public var weights: [Double]
  /// η.
  public var scale: Double
  /// The vectors that make up the drift, and their coefficients.
  public var drift: [(vector: Parameters, coefficient: Double)]

  public init(
    weights: [Double], scale: Double = 1,
    drift: [(vector: Parameters, coefficient: Double)] = []
  ) {
    self.weights = weights
    self.scale = scale
    self.drift = drift.filter { $0.coefficient != 0 }
  }

  /// θ′ for the updates that the weights belong to.
  func model(of updates: [ClientUpdate]) -> Parameters {
    let total = weights.reduce(0, +)
    return .weightedSum(
      updates.map(\.parameters) + drift.map(\.vector),
      weights: weights.map { scale * ($0 / total) } + drift.map(\.coefficient))
  }
}
