import Apportion

extension ComparisonSummary {
  /// Tells what moves the shares: the strategy, the data or a mere re-run.
  func variance(_ result: ComparedSetting) -> String? {
    guard let variance = result.variance else { return nil }
    var table = TextTable([
      ("what moves a share", .left), ("variance pp²", .right), ("interval", .right),
      ("part %", .right),
    ])
    let components = variance.decomposition.components
    let digits = Decimals(largestOf: components.map { 1e4 * $0.variance }).places
    for component in components {
      table.add([
        component.name + (component.isResidual ? " (residual)" : ""),
        shown(1e4 * component.variance, digits),
        shown(component.interval, times: 1e4, digits),
        shown(component.shareOfTotal, times: 100, 1),
      ])
    }
    let left =
      variance.strategiesLeftOut + variance.seedsLeftOut.map { "seed \($0)" }
    let note =
      left.isEmpty
      ? "" : "left out, for lack of shares: \(left.joined(separator: ", "))\n"
    return """
      What moves a share, as the mean over clients
      \(table.text(width: width))\(note)
      """
  }
}
