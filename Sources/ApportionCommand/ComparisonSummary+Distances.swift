import Apportion

extension ComparisonSummary {
  /// The distance of each strategy from the reference, with that of re-runs and of the equal split.
  func distances(_ result: ComparedSetting) -> String {
    comparison.settings.reference == .quality ? orders(result) : amounts(result)
  }

  private func amounts(_ result: ComparedSetting) -> String {
    var table = TextTable([
      ("strategy", .left), ("L2² ×100", .right), ("L∞ pp", .right), ("re-run L2² ×100", .right),
      ("re-run L∞ pp", .right), ("accuracy %", .right),
    ])
    for strategy in result.strategies {
      table.add([
        strategy.strategy,
        shown(strategy.reference?.distance(.squaredL2), times: 100, 2),
        shown(strategy.reference?.distance(.lInfinity), times: 100, 2),
        shown(strategy.noiseFloor?.distance(.squaredL2)?.mean, times: 100, 2),
        shown(strategy.noiseFloor?.distance(.lInfinity)?.mean, times: 100, 2),
        shown(strategy.testAccuracy?.mean, times: 100, 1),
      ])
    }
    table.add([
      "equal split", shown(result.equalSplit?.distance(.squaredL2), times: 100, 2),
      shown(result.equalSplit?.distance(.lInfinity), times: 100, 2), "", "", "",
    ])
    if let expected = result.expectedEqualSplit {
      table.add(["… expected", shown(100 * expected, 2), "", "", "", ""])
    }
    return """
      Distance to the reference, and between runs that differ by training draws alone
      \(table.text(width: width))
      """
  }

  private func orders(_ result: ComparedSetting) -> String {
    var table = TextTable([
      ("strategy", .left), ("Kendall τ-b", .right), ("Spearman ρ", .right), ("flips %", .right),
      ("top 1", .right), ("re-run τ-b", .right), ("re-run flips %", .right),
      ("accuracy %", .right),
    ])
    for strategy in result.strategies {
      let (reference, floor) = (strategy.reference, strategy.noiseFloor)
      table.add([
        strategy.strategy, shown(reference?.kendall, times: 1, 2),
        shown(reference?.spearman, times: 1, 2), shown(reference?.flipProbability, times: 100, 1),
        shown(reference?.topOverlap.first, times: 1, 2), shown(floor?.kendall?.mean, times: 1, 2),
        shown(floor?.flipProbability?.mean, times: 100, 1),
        shown(strategy.testAccuracy?.mean, times: 100, 1),
      ])
    }
    return """
      Agreement with the reference's order, and between runs that differ by training draws alone
      \(table.text(width: width))
      """
  }
}
