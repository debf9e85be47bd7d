/// What the game in which every coalition is trained anew gives each client, for one setting and
/// seed.
public struct RetrainedGame: Codable, Hashable, Sendable {
  /// As in ``ComparedRun/setting``.
  public var setting: [String]
  public var seed: UInt64
  /// One per client, in the order of the runs; the share rule of the comparison is applied to them.
  public var values: [Double]

  public init(setting: [String], seed: UInt64, values: [Double]) {
    (self.setting, self.seed, self.values) = (setting, seed, values)
  }
}
