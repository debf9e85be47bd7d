import Apportion

extension ComparisonSummary {
  /// Tells what each client gets.
  func shares(_ result: ComparedSetting) -> String {
    let shownClients = min(result.clients.count, 20)
    let tables = chunks(result.strategies).map { strategies in
      var table = TextTable([("client", .left)] + strategies.map { ($0.strategy, .right) })
      for client in 0..<shownClients {
        table.add(
          [result.clients[client]]
            + strategies.map { strategy in
              strategy.clients.isEmpty
                ? "–" : shown(strategy.clients[client].share, times: 100, 1)
            })
      }
      return table.text
    }
    let rest = result.clients.count - shownClients
    let note = rest == 0 ? "" : "and \(counted(rest, "client")) more in comparison.json\n"
    return """
      Shares in percent
      \(tables.joined(separator: "\n"))\(note)
      """
  }

  /// As many strategies as go side by side.
  private func chunks(_ strategies: [ComparedStrategy]) -> [[ComparedStrategy]] {
    var (chunks, width) = ([[ComparedStrategy]](), 0)
    for strategy in strategies {
      let needed = max(strategy.strategy.count, 12) + 2
      if chunks.isEmpty || width + needed > 84 {
        chunks.append([])
        width = 0
      }
      chunks[chunks.count - 1].append(strategy)
      width += needed
    }
    return chunks
  }
}
