import Apportion

extension ComparisonSummary {
  /// The differences between strategies on the same data, in amounts and in order.
  func agreement(_ result: ComparedSetting) -> String? {
    guard let first = comparison.settings.strategies.first, !result.pairs.isEmpty else {
      return nil
    }
    var table = TextTable([
      ("between", .left), ("mean |Δ| pp", .right), ("largest pp", .right), ("L2² ×100", .right),
      ("τ-b", .right), ("ρ", .right), ("top 1", .right), ("flips %", .right),
    ])
    for pair in result.pairs where pair.first == first {
      table.add(row("\(first) and \(pair.second)", pair.contrast))
    }
    if let all = result.agreement {
      table.add([
        "any two fixed strategies", shown(all.differences?.meanAbsolute, times: 100, 2),
        shown(all.differences?.maximumAbsolute, times: 100, 2), "", "", "", "",
        shown(all.flipProbability?.mean, times: 100, 1),
      ])
    }
    if let floor = result.noiseFloor { table.add(row("re-runs (noise floor)", floor)) }
    let concordance = result.agreement.flatMap { agreement in
      agreement.kendallsW.map {
        "Kendall's W over the fixed strategies: \(shown($0, times: 1, 2))\n"
      }
    }
    return """
      Between strategies on the same data and draws (all pairs are in comparison.json)
      \(table.text(width: width))\(concordance ?? "")
      """
  }

  private func row(_ name: String, _ contrast: ShareContrast?) -> [String] {
    [
      name, shown(contrast?.differences?.meanAbsolute, times: 100, 2),
      shown(contrast?.differences?.maximumAbsolute, times: 100, 2),
      shown(contrast?.distance(.squaredL2)?.mean, times: 100, 2),
      shown(contrast?.kendall?.mean, times: 1, 2), shown(contrast?.spearman?.mean, times: 1, 2),
      shown(contrast?.topOverlap.first, times: 1, 2),
      shown(contrast?.flipProbability?.mean, times: 100, 1),
    ]
  }
}
