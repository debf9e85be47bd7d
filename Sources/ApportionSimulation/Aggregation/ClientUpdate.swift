/// What a client sends back after training: its model, and on how many examples it was trained.
public struct ClientUpdate: Codable, Hashable, Sendable {
  public var client: Int
  /// The client's parameters after training, not their difference from the global ones.
  public var parameters: Parameters
  public var exampleCount: Int

  public init(client: Int, parameters: Parameters, exampleCount: Int) {
    (self.client, self.parameters, self.exampleCount) = (client, parameters, exampleCount)
  }
}
