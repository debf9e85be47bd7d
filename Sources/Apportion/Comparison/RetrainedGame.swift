/// The clients' values in the game in which every coalition is trained again, for one setting and
/// seed.
public struct RetrainedGame: Codable, Hashable, Sendable {
  /// The setting, as in ``ComparedRun/setting``.
  public var setting: [String]
  /// The seed of the data and their partition.
  public var seed: UInt64
  /// One value per client, in the order of the runs; the comparison's share rule is applied to them.
  public var values: [Double]

  /// Creates a game from its parts.
  public init(setting: [String], seed: UInt64, values: [Double]) {
    (self.setting, self.seed, self.values) = (setting, seed, values)
  }
}
