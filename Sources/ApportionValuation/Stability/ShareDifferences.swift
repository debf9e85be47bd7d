/// How far shares differ between settings, by player and run.
///
/// Every setting is compared with every later one within the same run, that is, on the same partition and
/// the same draws, so that a difference is due to the setting. The mean of the signed differences is 0
/// whenever shares sum to 1, so it contains no information.
///
/// - Units: shares, so that 0.01 is a percentage point.
/// - Source: Geimer, Fiz Pontiveros & State, "On the volatility of Shapley-based contribution
///   metrics in federated learning", 2025 (arXiv 2405.08044), figures 2 and 3.
public struct ShareDifferences: Codable, Hashable, Sendable {
  /// The number of differences: pairs of settings × runs × players.
  public let count: Int
  /// The mean absolute difference.
  public let meanAbsolute: Double
  /// The largest absolute difference.
  public let maximumAbsolute: Double
  /// The signed differences: the earlier setting's share minus the later's.
  public let histogram: Histogram

  /// Compares two or more settings.
  ///
  /// - Parameters:
  ///   - settings: the shares by setting, run and player; all settings have the same runs and players.
  ///   - edges: those of the histogram, in increasing order.
  public init(between settings: [[[Double]]], edges: [Double]) {
    precondition(settings.count > 1, "differences need two or more settings")
    var differences: [Double] = []
    for (index, setting) in settings.enumerated() {
      for later in settings[(index + 1)...] {
        precondition(setting.map(\.count) == later.map(\.count), "settings differ in shape")
        for (run, other) in zip(setting, later) {
          for (a, b) in zip(run, other) { differences.append(a - b) }
        }
      }
    }
    precondition(!differences.isEmpty, "differences need a run and a player")
    count = differences.count
    meanAbsolute = differences.reduce(0) { $0 + abs($1) } / Double(count)
    maximumAbsolute = differences.reduce(0) { max($0, abs($1)) }
    histogram = Histogram(of: differences, edges: edges)
  }
}
