public import ApportionPrimitives
public import ApportionSimulation

/// What is wrong with one client, by its name or index.
public struct ClientOverride: Codable, Hashable, Sendable {
  /// The client's name, or its index counting from 0.
  public var client = ""
  public var labelNoise = 0.0
  public var featureNoise = 0.0
  public var freeRider = false

  public init() {}

  public init(
    client: String, labelNoise: Double = 0, featureNoise: Double = 0, freeRider: Bool = false
  ) {
    (self.client, self.labelNoise) = (client, labelNoise)
    (self.featureNoise, self.freeRider) = (featureNoise, freeRider)
  }

  public var corruption: Corruption {
    var corruption = Corruption()
    corruption.labelNoise = labelNoise
    corruption.featureNoise = featureNoise
    corruption.freeRider = freeRider
    return corruption
  }

  /// Refuses settings that are out of range.
  ///
  /// - Throws: `InvalidSetting`.
  public func validate() throws(InvalidSetting) {
    try InvalidSetting.check(
      "client", "missing", !client.isEmpty, mustBe: "a client's name or index, counting from 0")
    try corruption.validate()
  }
}
