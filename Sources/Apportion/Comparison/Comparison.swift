/// How stable contributions are, and how close to a reference, when strategy, seed or repetition
/// changes.
///
/// - Source: Geimer, Fiz Pontiveros & State, "On the volatility of Shapley-based contribution
///   metrics in federated learning", 2025 (arXiv 2405.08044); the noise floor and the decomposition
///   are not in it.
public struct Comparison: Codable, Hashable, Sendable {
  public let settings: ComparisonSettings
  /// One per setting, in their order.
  public let results: [ComparedSetting]

  /// Compares finished runs, which may come in any order.
  ///
  /// - Parameters:
  ///   - runs: one per setting, strategy, seed and repetition.
  ///   - settings: what was run, and how to look at it.
  ///   - retrained: one per setting and seed where the reference is retraining, else none.
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
