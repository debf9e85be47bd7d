public import ApportionPrimitives

/// The one client's model that lies nearest to its neighbours.
///
///     score(k) = Σ ‖θₖ − θⱼ‖² over the max(1, n − f − 2) clients j nearest to k
///
/// The model with the least score is taken; f is how many of the n clients may be Byzantine. Of two
/// clients the scores are always equal, of three those of the nearest pair: by default the mean of
/// all that have the least score is taken, so that nobody's number matters, and of two clients it is
/// their mean.
///
/// - Default: f = 0, as in Flower 1.6, where ties go to the first client.
/// - Cost: n(n − 1)/2 distances.
/// - Source: Blanchard et al., "Machine learning with adversaries: Byzantine tolerant gradient
///   descent", NeurIPS 2017, section 4.
public struct Krum: Strategy {
  public static let id = "krum"
  public static let summary = "the one client's model that lies nearest to its neighbours"

  /// f, how many clients may send anything at all.
  public var byzantine = 0
  /// What becomes of clients with equal scores.
  public var ties = Ties.mean

  /// Which of the clients with equal scores are taken.
  public enum Ties: String, ConfigurableChoice {
    /// All of them, sharing the place.
    case mean
    /// The one with the least number, as in Flower: results then depend on how clients are numbered.
    case first
  }

  public init() {}

  public init(byzantine: Int = 0, ties: Ties = .mean) {
    (self.byzantine, self.ties) = (byzantine, ties)
  }

  /// What Flower 1.6 does.
  public static var flowerDefaults: Krum { Krum(ties: .first) }

  public func validate() throws {
    try InvalidSetting.check("byzantine", byzantine, byzantine >= 0, mustBe: "at least 0")
  }

  public func check(clients: Int) throws(InvalidSetting) {
    try Krum.check(byzantine: byzantine, clients: clients)
  }

  /// The rule's promise needs n > 2f + 2; without Byzantine clients it promises nothing.
  static func check(byzantine: Int, clients: Int) throws(InvalidSetting) {
    let most = max(0, (clients - 3) / 2)
    try InvalidSetting.check(
      "byzantine", byzantine, byzantine <= most,
      mustBe: """
        at most \(most) where \(counted(clients, "client")) \(clients == 1 ? "takes" : "take") part \
        in a round: more than 2 × byzantine + 2 have to
        """)
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
    let places = ties.places(1, of: updates, byzantine: byzantine)
    return AffineCombination(weights: places).model(of: updates)
  }
}

extension Krum.Ties {
  /// How much of the best places each of the clients has: 1, 0, or a part of those it shares.
  func places(_ count: Int, of updates: [ClientUpdate], byzantine: Int) -> [Double] {
    let clients = Array(updates.indices)
    let scores = PairwiseDistances(updates).scores(of: clients, byzantine: byzantine)
    let count = min(count, clients.count)
    let ranking = clients.sorted { (scores[$0], $0) < (scores[$1], $1) }
    let last = scores[ranking[count - 1]]
    let better = scores.count { $0 < last }
    let tied = scores.count { $0 == last }
    return clients.map { client in
      switch self {
      case .first: ranking.prefix(count).contains(client) ? 1 : 0
      case .mean where scores[client] == last: Double(count - better) / Double(tied)
      case .mean: scores[client] < last ? 1 : 0
      }
    }
  }
}
