public import ApportionPrimitives

/// Which clients take part in a round.
public struct Participation: Codable, Hashable, Sendable {
  /// The fraction of the clients, drawn anew for each round; at least one client takes part.
  public var fraction: Double

  public init(fraction: Double = 1) { self.fraction = fraction }

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

  /// The round's clients in the order of their ids.
  func cohort(of clients: [Client], using stream: RandomStream) -> [Client] {
    let count = count(of: clients.count)
    var stream = stream
    return stream.permutation(of: clients.count).prefix(count).sorted().map { clients[$0] }
  }
}
