/// A strategy's next model as an affine combination of the clients' models.
///
///     θ′ = η Σₖ aₖ/b (θₖ − θ₀) + offset,   b = Σₖ bₖ
///
/// Both sums run over the clients of a coalition; aₖ, bₖ, θ₀ and the offset are the same for every
/// coalition, and η follows from it as ``Step`` says. Reconstruction can therefore combine results that are
/// computed once per client.
public struct AffineCombination: Sendable {
  /// aₖ, one per update.
  public var weights: [Double]
  /// bₖ, one per update: at least 0 and not all 0, and aₖ is 0 where bₖ is.
  public var totals: [Double]
  /// θ₀, or nil for 0.
  public var origin: Parameters?
  /// η.
  public var step: Step
  /// The vectors that make up the offset, and their coefficients.
  public var offset: [(vector: Parameters, coefficient: Double)]

  /// The length of the step along the clients' mean.
  public enum Step: Hashable, Sendable {
    /// The same for every coalition.
    case constant(Double)
    /// The mean of one number per client, weighted by bₖ.
    case mean([Double])
    /// 1 + g b.
    case growing(Double)
  }

  /// Without `totals`, they are the weights.
  public init(
    weights: [Double], totals: [Double]? = nil, from origin: Parameters? = nil,
    step: Step = .constant(1), offset: [(vector: Parameters, coefficient: Double)] = []
  ) {
    self.weights = weights
    self.totals = totals ?? weights
    self.origin = origin
    self.step = step
    self.offset = offset.filter { $0.coefficient != 0 }
  }

  public var hasConstantStep: Bool {
    if case .constant = step { true } else { false }
  }

  /// η of the coalition of the clients at these indices.
  public func step(of members: some Collection<Int>) -> Double {
    switch step {
    case .constant(let step): return step
    case .mean(let steps):
      let total = members.reduce(0) { $0 + totals[$1] }
      return members.reduce(0) { $0 + totals[$1] / total * steps[$1] }
    case .growing(let rate): return 1 + rate * members.reduce(0) { $0 + totals[$1] }
    }
  }

  /// θ′ of all clients, whose updates are in the order of the weights.
  public func model(of updates: [ClientUpdate]) -> Parameters {
    let total = totals.reduce(0, +)
    let step = step(of: updates.indices)
    let coefficients = weights.map { step * ($0 / total) }
    let back = origin.map { (vector: $0, coefficient: -coefficients.reduce(0, +)) }
    let rest = [back].compactMap(\.self) + offset
    return .weightedSum(
      updates.map(\.parameters) + rest.map(\.vector),
      weights: coefficients + rest.map(\.coefficient))
  }
}
