import ApportionReconstruction
import ApportionSimulation

/// The report of a run: the contributions, the course of the training, and what was run.
package struct RunPage: Sendable {
  let run: RunRecord

  package init(_ run: RunRecord) { self.run = run }

  /// The whole file; the same run gives the same bytes.
  package var html: String {
    Page(
      name: run.name,
      subtitle: """
        The contribution of each client to the model: \(run.primary.method) values of every round, \
        summed over \(counted(run.rounds.count, "round")).
        """,
      facts: facts,
      sections: [
        Page.Section(id: "who", title: "Contributions", content: contributions),
        Page.Section(id: "how", title: "Course of the training", content: course),
        Page.Section(id: "what", title: "What was run", content: origin),
      ]
    ).html
  }

  private var facts: [(String, Markup)] {
    var facts: [(String, Markup)] = [
      ("data", Markup(run.dataset)), ("clients", "\(run.clients.count)"),
      ("strategy", Markup(run.strategy)), ("rounds", "\(run.rounds.count)"),
      ("seed", "\(run.seed)"),
    ]
    if let last = run.rounds.last {
      if last.test.count > 0 { facts.append(("test accuracy", Self.accuracy(last.test))) }
      facts.append(("validation accuracy", Self.accuracy(last.validation)))
    }
    return facts
  }

  /// An accuracy with an interval from its standard error √(a(1 − a)/n), which determines its digits.
  private static func accuracy(_ outcome: Outcome) -> Markup {
    let accuracy = outcome.accuracy
    let error = (accuracy * (1 - accuracy) / Double(outcome.count)).squareRoot()
    return Markup(
      Estimate(100 * accuracy, within: 196 * error).text(exact: Decimals(1)) + " %")
  }

  /// The order of all tables and charts: by the primary value, the highest first.
  var order: [Int] {
    run.clients.indices.sorted { (run.primary.ranks[$0], $0) < (run.primary.ranks[$1], $1) }
  }

  private var origin: [Markup] {
    [
      Page.list(
        [
          ("version", Markup("apportion \(run.version)")), ("seed", "\(run.seed)"),
          ("validation examples", "\(run.initial.count)"),
          ("test examples", "\(run.rounds.last?.test.count ?? 0)"),
          ("classes", Markup(run.data.description)),
        ] + run.data.notes.map { ("note", Markup($0)) } + machines),
      Page.paragraph(
        "The hash of the ledger's last round, which identifies every number of the run:"),
      Markup("p", ["class": "hash"], [Markup(run.hash)]),
      Page.paragraph(
        "In the run's folder, this reproduces it bit for bit, with the same hash:"),
      Page.command(run.command),
      Page.source("The config, with every default", run.config),
    ]
  }
}

extension RunPage {
  /// One line per machine; with several machines, each line has its rounds.
  fileprivate var machines: [(String, Markup)] {
    let segments = run.machines.indices.filter {
      $0 == 0 || run.machines[$0].machine != run.machines[$0 - 1].machine
    }.map { run.machines[$0] }
    return segments.enumerated().map { place, segment in
      let end = place + 1 < segments.count ? segments[place + 1].firstRound - 1 : run.rounds.count
      let title = segments.count == 1 ? "machine" : "rounds \(segment.firstRound) to \(end)"
      return (title, Markup(segment.machine))
    }
  }
}

/// A count with its noun: `1 client`, `2 clients`.
func counted(_ count: Int, _ noun: String) -> String {
  "\(count) \(noun)\(count == 1 ? "" : "s")"
}
