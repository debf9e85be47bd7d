public import ApportionPrimitives
public import ApportionSimulation

/// The corruption of one client, given by its name or index.
public struct ClientOverride: Codable, Hashable, Sendable {
  /// The client's name, or its index counting from 0.
  public var client = ""
  /// The fraction of the labels that are replaced by another class.
  public var labelNoise = 0.0
  /// The standard deviation of normal noise added to every feature.
  public var featureNoise = 0.0
  /// Whether the client returns the global model unchanged.
  public var freeRider = false

  /// Creates an override that corrupts nothing.
  public init() {}

  /// Creates an override of one client.
  public init(
    client: String, labelNoise: Double = 0, featureNoise: Double = 0, freeRider: Bool = false
  ) {
    (self.client, self.labelNoise) = (client, labelNoise)
    (self.featureNoise, self.freeRider) = (featureNoise, freeRider)
  }

  /// The override as a `Corruption`.
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
