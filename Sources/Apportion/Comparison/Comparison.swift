/// How stable contributions are, and how close to a reference, when the strategy, the seed or the
/// repetition changes.
///
/// - Source: Geimer, Fiz Pontiveros & State, "On the volatility of Shapley-based contribution
///   metrics in federated learning", 2025 (arXiv 2405.08044), except the noise floor and the
///   decomposition of the variance, which are additions of this package.
public struct Comparison: Codable, Hashable, Sendable {
  /// What was run, and how it is evaluated.
  public let settings: ComparisonSettings
  /// One result per setting, in the order of the settings.
  public let results: [ComparedSetting]

  /// Compares finished runs, in any order.
  ///
  /// - Parameters:
  ///   - runs: one per setting, strategy, seed and repetition.
  ///   - settings: what was run, and how it is evaluated.
  ///   - retrained: one per setting and seed if the reference is retraining, otherwise none.
  /// - Throws: ``ComparisonError`` or `InvalidSetting`.
  public init(
    _ runs: [ComparedRun], settings: ComparisonSettings, retrained: [RetrainedGame] = []
  ) throws {
    try settings.validate()
    let table = try RunTable(runs, settings)
    try ReferenceTable.check(retrained, settings)
    self.settings = settings
    results = try settings.settings.map { setting in
      let shares = ShareTable(table, settings, setting)
      return ComparedSetting(shares, try ReferenceTable(shares, retrained))
    }
  }
}
