/// A rule's next model as an affine function of the clients' models.
///
///     θ′ = η Σₖ aₖ/b (θₖ − θ₀) + offset,   b = Σₖ bₖ
///
/// Both sums go over the clients at hand; aₖ, bₖ, θ₀ and the offset are the same for every choice of
/// them, and η is by one of the ways of ``Step``. That is what lets a reconstruction mix what it has
/// computed for each client alone.
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

  /// How far a rule goes along the mean of its clients.
  public enum Step: Hashable, Sendable {
    /// The same for any clients.
    case constant(Double)
    /// The mean of one number per client, weighted by bₖ.
    case mean([Double])
    /// 1 + g b.
    case growing(Double)
  }

  /// Totals that are not given are the weights.
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

  /// η of the clients at these places.
  public func step(of members: some Collection<Int>) -> Double {
    switch step {
    case .constant(let step): return step
    case .mean(let steps):
      let total = members.reduce(0) { $0 + totals[$1] }
      return members.reduce(0) { $0 + totals[$1] / total * steps[$1] }
    case .growing(let rate): return 1 + rate * members.reduce(0) { $0 + totals[$1] }
    }
  }

  /// θ′ for the updates that the weights belong to.
  func model(of updates: [ClientUpdate]) -> Parameters {
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
