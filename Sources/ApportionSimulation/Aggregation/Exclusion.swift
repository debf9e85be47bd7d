/// A client that was left out of a round, and why.
public struct Exclusion: Codable, Hashable, Sendable {
  public var client: Int
  /// The reason in words: "layers.0.weight[3, 17] is NaN".
  public var reason: String

  public init(client: Int, reason: String) { (self.client, self.reason) = (client, reason) }
}
