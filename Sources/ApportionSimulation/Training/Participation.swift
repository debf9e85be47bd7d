public import ApportionPrimitives

/// Which clients take part in a round.
public struct Participation: Codable, Hashable, Sendable {
  /// What becomes of a client whose model is not finite.
  public enum InvalidUpdate: String, ConfigurableChoice {
    /// The run ends and says which it was.
    case stop
    /// The client is left out of the round, and the ledger says why.
    case exclude
  }

  /// The fraction of the clients, drawn anew for each round; at least one client takes part.
  public var fraction: Double
  public var onInvalidUpdate: InvalidUpdate

  public init(fraction: Double = 1, onInvalidUpdate: InvalidUpdate = .stop) {
    (self.fraction, self.onInvalidUpdate) = (fraction, onInvalidUpdate)
  }

  public func validate() throws(InvalidSetting) {
    try InvalidSetting.check(
      "fraction", fraction, fraction > 0 && fraction <= 1, mustBe: "above 0 and at most 1")
  }

  /// How many of so many clients take part.
  package func count(of clients: Int) -> Int {
    let count = (fraction * Double(clients)).rounded()
    // Absurd numbers are refused elsewhere, but must get there.
    return max(1, count < Double(clients) ? Int(count) : clients)
  }

  /// Those of `members` who take part in a round, in order, where the federation has so many clients.
  ///
  /// The stream orders all clients of the federation, and the first of the members take part: whoever
  /// else is a member, two of them are always drawn in the same order.
  func cohort(of members: [Int], among clients: Int, using stream: RandomStream) -> [Int] {
    var stream = stream
    let order = stream.permutation(of: clients)
    let present = Set(members)
    return order.filter(present.contains).prefix(count(of: members.count)).sorted()
  }
}
