import Apportion

extension ComparisonSummary {
  /// The share of each client under each strategy.
  func shares(_ result: ComparedSetting) -> String {
    let shownClients = min(result.clients.count, 20)
    var table = TextTable([("client", .left)] + result.strategies.map { ($0.strategy, .right) })
    for client in 0..<shownClients {
      table.add(
        [result.clients[client]]
          + result.strategies.map { strategy in
            strategy.clients.isEmpty ? "–" : shown(strategy.clients[client].share, times: 100, 1)
          })
    }
    let rest = result.clients.count - shownClients
    let note = rest == 0 ? "" : "and \(counted(rest, "client")) more in comparison.json\n"
    return """
      Shares in percent
      \(table.text(width: width))\(note)
      """
  }
}
