import Apportion

extension ComparisonSummary {
  /// The components of the variance of shares: of strategy, data, re-runs and their interactions.
  func variance(_ result: ComparedSetting) -> String? {
    guard let variance = result.variance else { return nil }
    var table = TextTable([
      ("component", .left), ("variance pp²", .right), ("interval", .right),
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
      ? "" : "left out because shares are withheld: \(left.joined(separator: ", "))\n"
    return """
      Components of the variance of a share, as the mean over clients
      \(table.text(width: width))\(note)
      """
  }
}
