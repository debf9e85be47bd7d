public import ApportionSimulation

/// One run of a comparison, as its statistics need it.
public struct ComparedRun: Codable, Hashable, Sendable {
  /// The values of all axes but the strategy's, in their order, as a config writes them.
  public var setting: [String]
  /// The strategy, as tables call it.
  public var strategy: String
  /// What the data and their partition were drawn by.
  public var seed: UInt64
  /// What training was drawn by: runs that differ by this alone are re-runs.
  public var repetition: Int
  public var clients: [ClientRecord]
  /// The primary method's values under the primary utility: [rounds][clients].
  public var rounds: [[Double]]
  /// The fraction of test examples that the last model got right, or nil where there are none.
  public var testAccuracy: Double?

  public init(
    setting: [String], strategy: String, seed: UInt64, repetition: Int, clients: [ClientRecord],
    rounds: [[Double]], testAccuracy: Double?
  ) {
    self.setting = setting
    self.strategy = strategy
    self.seed = seed
    self.repetition = repetition
    self.clients = clients
    self.rounds = rounds
    self.testAccuracy = testAccuracy
  }
}
