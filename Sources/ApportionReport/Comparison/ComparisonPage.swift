import ApportionReconstruction
import ApportionValuation

/// The report of a comparison: how stable shares are, how close to a reference, and what was run.
package struct ComparisonPage: Sendable {
  let comparison: ComparisonRecord

  package init(_ comparison: ComparisonRecord) { self.comparison = comparison }

  /// The whole file; the same comparison gives the same bytes.
  package var html: String {
    let settings = comparison.settings
    return Page(
      name: comparison.name,
      subtitle: """
        Stability of contributions: shares by \(comparison.method) and \(comparison.utility.title), \
        under different strategies, data and random draws in training.
        """,
      facts: facts,
      sections: settings.enumerated().map { index, setting in
        Page.Section(
          id: "setting-\(index + 1)",
          title: setting.title.isEmpty ? "Stability of the shares" : setting.title,
          content: content(setting))
      } + [Page.Section(id: "what", title: "What was run", content: origin)]
    ).html
  }

  private var facts: [(String, Markup)] {
    [
      ("runs", "\(comparison.ledgers.count)"), ("settings", "\(comparison.settings.count)"),
      ("strategies", "\(comparison.strategies.count)"), ("seeds", "\(comparison.seeds.count)"),
      ("repetitions", "\(comparison.repeats)"),
      ("reference", Markup(comparison.reference)),
    ]
  }

  /// The confidence level as text: "95 %".
  var level: String { percent(comparison.confidence) }

  private func content(_ setting: ComparisonRecord.Setting) -> [Markup] {
    let noun = setting.clients.count == 1 ? "client" : "clients"
    return Page.sayings(findings(setting)) + [
      Page.paragraph(
        """
        ± is half of a \(level) interval of the mean (Student's, over \(setting.unit)); pp are percentage \
        points of the whole.
        """, soft: true),
      Markup(
        "h3", [:], ["Shares of the \(setting.clients.count) \(noun), by strategy"]),
      Page.charts(shares(setting)),
    ] + moved(setting) + [
      Markup("h3", [:], ["Distance to the reference"]), Page.charts(distances(setting)),
    ] + trial(setting) + [diverged(setting), withheld(setting)].compactMap(\.self)
  }

  private func moved(_ setting: ComparisonRecord.Setting) -> [Markup] {
    let charts = movement(setting)
    guard !charts.isEmpty else { return [] }
    return [Markup("h3", [:], ["What changes a share"]), Page.charts(charts)]
      + [pairs(setting)].compactMap(\.self)
  }

  private func diverged(_ setting: ComparisonRecord.Setting) -> Markup? {
    list("Diverged training: \(setting.diverged.count) of \(setting.runs) runs", setting.diverged)
  }

  private func withheld(_ setting: ComparisonRecord.Setting) -> Markup? {
    list(
      "Withheld shares, and why: \(setting.withheld.count) of \(setting.runs) runs",
      setting.withheld)
  }

  private func list(_ title: String, _ lines: [String]) -> Markup? {
    guard !lines.isEmpty else { return nil }
    let most = 200
    let rest = lines.count - most
    return Page.source(
      title,
      (lines.prefix(most) + (rest > 0 ? ["and \(rest) more"] : [])).joined(separator: "\n"))
  }

  /// One line per machine; with several machines, each line has its number of runs.
  private var machines: [(String, Markup)] {
    comparison.machines.map { machine, runs in
      let title = comparison.machines.count == 1 ? "machine" : counted(runs, "run") + " on"
      return (title, Markup(machine))
    }
  }

  private var origin: [Markup] {
    let most = 400
    let rest = comparison.ledgers.count - most
    let seeds =
      comparison.seeds.count > 1
      ? "\(comparison.seeds[0]) to \(comparison.seeds[comparison.seeds.count - 1])"
      : comparison.seeds.map(String.init).joined()
    return [
      Page.list(
        [
          ("version", Markup("apportion \(comparison.version)")), ("seeds", Markup(seeds)),
          ("repetitions", "\(comparison.repeats)"),
          ("budget of FedRandom", comparison.fedRandom == nil ? "–" : "\(comparison.budget)"),
          ("shares", Markup(comparison.shareRule)), ("rounds", Markup(comparison.roundWeights)),
          ("confidence", Markup(level)),
        ] + machines),
      Page.paragraph(
        """
        SHA-256 of the folders of all runs and the hashes of their ledgers, one line each, which \
        identifies every number of the comparison:
        """),
      Markup("p", ["class": "hash"], [Markup(comparison.hash)]),
      Page.paragraph(
        "With the config below saved as comparison.yml, this reproduces it bit for bit:"),
      Page.command("apportion compare comparison.yml --output again"),
      Page.source("The config, with every default", comparison.config),
      Page.source(
        "The hashes of the ledgers",
        comparison.ledgers.prefix(most).map { "\($0.hash)  \($0.run)" }.joined(separator: "\n")
          + (rest > 0 ? "\nand \(rest) more" : "")),
    ]
  }
}
