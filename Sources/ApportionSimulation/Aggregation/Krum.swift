public import ApportionPrimitives

/// The model of one client: the one nearest to its neighbours.
///
///     score(k) = Σ ‖θₖ − θⱼ‖² over the max(1, n − f − 2) clients j nearest to k
///
/// The result is the model with the least score; f of the n clients may be Byzantine. Two clients always
/// have equal scores, and so does the nearest pair of three. By default, the result is then the mean of all
/// models with the least score, so that it does not depend on the clients' order.
///
/// - Default: f = 0, as in Flower 1.6, which breaks ties in favour of the first client.
/// - Cost: n(n − 1)/2 distances.
/// - Source: Blanchard et al., "Machine learning with adversaries: Byzantine tolerant gradient
///   descent", NeurIPS 2017, section 4.
public struct Krum: StatelessStrategy {
  public static let id = "krum"
  public static let summary = "the one client's model that lies nearest to its neighbours"

  /// f, the number of clients that may send arbitrary updates.
  public var byzantine = 0
  /// Which of several clients with equal scores are used.
  public var ties = Ties.mean

  /// Which of several clients with equal scores are used.
  public enum Ties: String, ConfigurableChoice {
    /// All of them, with equal weights.
    case mean
    /// The one with the lowest id, as in Flower; results then depend on the clients' order.
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

  /// The guarantee of the paper needs n > 2f + 2; there is none to check for f = 0.
  static func check(byzantine: Int, clients: Int) throws(InvalidSetting) {
    let most = max(0, (clients - 3) / 2)
    try InvalidSetting.check(
      "byzantine", byzantine, byzantine <= most,
      mustBe: """
        at most \(most) where \(counted(clients, "client")) \(clients == 1 ? "takes" : "take") part \
        in a round: more than 2 × byzantine + 2 have to
        """)
  }

  public func aggregate(
    _ updates: [ClientUpdate], into global: Parameters
  ) throws -> Parameters {
    let weights = ties.weights(ofBest: 1, of: updates, byzantine: byzantine)
    return AffineCombination(weights: weights).model(of: updates)
  }
}

extension Krum.Ties {
  /// The weight of each client in the mean of the `count` best: 1, 0, or a fraction where scores are equal.
  func weights(ofBest count: Int, of updates: [ClientUpdate], byzantine: Int) -> [Double] {
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
