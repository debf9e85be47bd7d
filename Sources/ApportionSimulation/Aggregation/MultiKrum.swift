public import ApportionPrimitives

/// The mean of the m clients' models that lie nearest to their neighbours.
///
/// They are the ones with the least scores of ``Krum``. Where several tie for the last of the m
/// places they share it by default; of fewer than m clients all are taken.
///
/// - Default: f = 0 and m = 3. With m = 1 it is Krum; with m = n, the mean of all.
/// - Cost: n(n − 1)/2 distances.
/// - Source: Blanchard et al., "Machine learning with adversaries: Byzantine tolerant gradient
///   descent", NeurIPS 2017, section 5. The mean counts every client once, as there; Flower 1.6 weighs
///   by examples.
public struct MultiKrum: Strategy {
  public static let id = "multi-krum"
  public static let summary = "mean of the clients' models that lie nearest to their neighbours"

  /// f, how many clients may send anything at all.
  public var byzantine = 0
  /// m, how many models are kept.
  public var keep = 3
  /// What becomes of clients with equal scores.
  public var ties = Krum.Ties.mean
  /// How the kept ones count.
  public var weighting = Weighting.equal

  /// How clients count in a mean.
  public enum Weighting: String, ConfigurableChoice {
    /// Each once.
    case equal
    /// Each by its number of examples.
    case examples
  }

  public init() {}

  public init(
    byzantine: Int = 0, keep: Int, ties: Krum.Ties = .mean, weighting: Weighting = .equal
  ) {
    (self.byzantine, self.keep) = (byzantine, keep)
    (self.ties, self.weighting) = (ties, weighting)
  }

  /// What Flower 1.6 does, where Krum is told to keep so many.
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
    let places = ties.places(keep, of: updates, byzantine: byzantine)
    let weights = zip(places, updates).map { place, update in
      weighting == .equal ? place : place * Double(update.exampleCount)
    }
    return AffineCombination(weights: weights).model(of: updates)
  }
}
