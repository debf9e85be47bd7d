public import ApportionPrimitives

/// The mean of the m models that are nearest to their neighbours.
///
/// These are the models with the least scores of ``Krum``. If several tie for the last of the m, they share
/// its weight by default. If there are fewer than m clients, all are used.
///
/// - Default: f = 0 and m = 3. With m = 1, it is Krum; with m = n, the plain mean.
/// - Cost: n(n − 1)/2 distances.
/// - Source: Blanchard et al., "Machine learning with adversaries: Byzantine tolerant gradient
///   descent", NeurIPS 2017, section 5. The mean is not weighted by examples, as in the paper; Flower 1.6
///   weights it.
public struct MultiKrum: StatelessStrategy {
  public static let id = "multi-krum"
  public static let summary = "mean of the clients' models that lie nearest to their neighbours"

  /// f, the number of clients that may send arbitrary updates.
  public var byzantine = 0
  /// m, the number of models in the mean.
  public var keep = 3
  /// Which of several clients with equal scores are used.
  public var ties = Krum.Ties.mean
  /// The weights of the models in the mean.
  public var weighting = Weighting.equal

  /// The weights of clients in a mean.
  public enum Weighting: String, ConfigurableChoice {
    /// Equal weights.
    case equal
    /// Weights by number of examples.
    case examples
  }

  public init() {}

  public init(
    byzantine: Int = 0, keep: Int, ties: Krum.Ties = .mean, weighting: Weighting = .equal
  ) {
    (self.byzantine, self.keep) = (byzantine, keep)
    (self.ties, self.weighting) = (ties, weighting)
  }

  /// What Flower 1.6 does if its Krum keeps several clients.
  public static var flowerDefaults: MultiKrum {
    MultiKrum(keep: MultiKrum().keep, ties: .first, weighting: .examples)
  }

  public func validate() throws {
    try InvalidSetting.check("byzantine", byzantine, byzantine >= 0, mustBe: "at least 0")
    try InvalidSetting.check("keep", keep, keep >= 1, mustBe: "at least 1")
  }

  public func check(clients: Int) throws(InvalidSetting) {
    try Krum.check(byzantine: byzantine, clients: clients)
    try InvalidSetting.check(
      "keep", keep, keep <= clients,
      mustBe: "at most \(clients), because no more clients take part in a round")
  }

  public func aggregate(
    _ updates: [ClientUpdate], into global: Parameters
  ) throws -> Parameters {
    let best = ties.weights(ofBest: keep, of: updates, byzantine: byzantine)
    let weights = zip(best, updates).map { weight, update in
      weighting == .equal ? weight : weight * Double(update.exampleCount)
    }
    return AffineCombination(weights: weights).model(of: updates)
  }
}
