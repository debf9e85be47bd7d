public import ApportionPrimitives

/// The choice of the clients that take part in a round.
public struct Participation: Codable, Hashable, Sendable {
  /// The treatment of a client whose model is not finite.
  public enum InvalidUpdate: String, ConfigurableChoice {
    /// The run ends with an error that names the client.
    case stop
    /// The client is excluded from the round, and the reason is stored in the ledger.
    case exclude
  }

  /// The fraction of the clients, drawn again for each round; at least one client takes part.
  public var fraction: Double
  /// The treatment of a client whose model is not finite.
  public var onInvalidUpdate: InvalidUpdate

  /// Participation with the given settings.
  public init(fraction: Double = 1, onInvalidUpdate: InvalidUpdate = .stop) {
    (self.fraction, self.onInvalidUpdate) = (fraction, onInvalidUpdate)
  }

  /// Rejects settings that are out of range.
  ///
  /// - Throws: `InvalidSetting` if a setting is out of range.
  public func validate() throws(InvalidSetting) {
    try InvalidSetting.check(
      "fraction", fraction, fraction > 0 && fraction <= 1, mustBe: "above 0 and at most 1")
  }

  /// The number of clients that take part, out of `clients`.
  package func count(of clients: Int) -> Int {
    let count = (fraction * Double(clients)).rounded()
    // Fractions above 1 are rejected elsewhere, but must not overflow here.
    return max(1, count < Double(clients) ? Int(count) : clients)
  }

  /// The members that take part in a round, in increasing order.
  ///
  /// `clients` is the number of clients of the whole federation. The stream puts all of them in a
  /// random order, and the first of the members in it take part. The order of two members therefore
  /// does not depend on the other members.
  func cohort(of members: [Int], among clients: Int, using stream: RandomStream) -> [Int] {
    var stream = stream
    let order = stream.permutation(of: clients)
    let present = Set(members)
    return order.filter(present.contains).prefix(count(of: members.count)).sorted()
  }
}
