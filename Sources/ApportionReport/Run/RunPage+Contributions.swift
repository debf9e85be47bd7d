import ApportionReconstruction
import ApportionSimulation

extension RunPage {
  /// The contributions of the clients.
  var contributions: [Markup] {
    Page.sayings(findings)
      + [
        Page.charts(run.byUtility.map { bars($0) } + (shareBars.map { [$0] } ?? [])),
        Markup("div", ["class": "main"], [table.markup(label: "Clients and their contributions")]),
        Page.paragraph(explanation, soft: true), otherMethods,
      ].compactMap(\.self)
  }

  private func bars(_ contribution: MethodContributions) -> Chart {
    let estimates = contribution.estimates
    let exact = Decimals(largestOf: estimates.map(\.value))
    let isExact = estimates.allSatisfy { $0.reach == nil }
    return BarChart(
      title: "Value by \(contribution.utility.title)",
      note: isExact
        ? "All coalitions that the method needs were evaluated: there is no sampling error."
        : "Lines are 95 % intervals: coalitions were sampled.",
      unit: contribution.utility.unit, first: "client",
      rows: order.map { client in
        BarChart.Row(
          label: run.clients[client].name, estimate: estimates[client],
          text: estimates[client].valueText(exact: exact, signed: true),
          numbers: estimates[client].text(exact: exact, signed: true))
      }
    ).chart
  }

  private var shareBars: Chart? {
    run.primary.shareEstimates.map { estimates in
      BarChart(
        title: "Share of the whole", note: "Values by \(run.primary.utility.title) over their sum.",
        unit: "%", first: "client",
        rows: order.map { client in
          BarChart.Row(
            label: run.clients[client].name, estimate: estimates[client],
            text: estimates[client].valueText(exact: Decimals(1)),
            numbers: estimates[client].text(exact: Decimals(1)))
        }
      ).chart
    }
  }

  private var table: NumberTable {
    let contributions = run.byUtility
    let showsRounds = run.roundsTaken.contains { $0 != run.rounds.count }
    let showsCorruption = run.clients.contains { !$0.corruption.description.isEmpty }
    let columns =
      ["client", "rank", "examples"] + (showsRounds ? ["rounds"] : [])
      + contributions.map { "\($0.utility.title), \($0.utility == .loss ? "nats" : "pp")" }
      + (run.primary.shares == nil ? [] : ["share, %"])
      + (showsCorruption ? ["corruption"] : [])
    let values = contributions.map { contribution in
      let exact = Decimals(largestOf: contribution.estimates.map(\.value))
      return contribution.estimates.map { $0.text(exact: exact, signed: true) }
    }
    let shares = run.primary.shareEstimates?.map { $0.text(exact: Decimals(1)) }
    return NumberTable(
      columns, texts: showsCorruption ? [columns.count - 1] : [],
      rows: order.map { client in
        let record = run.clients[client]
        return [
          Markup.name(record.name), "\(run.primary.ranks[client])", "\(record.examples)",
        ] + (showsRounds ? ["\(run.roundsTaken[client])"] : [])
          + values.map { Markup($0[client]) }
          + (shares.map { [Markup($0[client])] } ?? [])
          + (showsCorruption ? [Markup(record.corruption.description)] : [])
      })
  }

  private var explanation: String {
    let hasErrors = run.byUtility.contains { !$0.isExact }
    return """
      A value is what the client added to this training, measured on \
      \(counted(run.initial.count, "validation example")); a negative value means harm. It does not show \
      how earlier rounds would have gone without the client.\
      \(hasErrors ? " ± is half of a 95 % interval, 1.96 standard errors of sampling coalitions." : "")
      """
  }

  /// The values by the other methods.
  private var otherMethods: Markup? {
    let others = run.contributions.filter { $0.method != run.primary.method }
    guard !others.isEmpty else { return nil }
    let texts = others.map { contribution in
      let exact = Decimals(largestOf: contribution.estimates.map(\.value))
      return contribution.estimates.map { $0.text(exact: exact, signed: true) }
    }
    let table = NumberTable(
      ["client"]
        + others.map { "\($0.method), \($0.utility.title), \($0.utility == .loss ? "nats" : "pp")" },
      rows: order.map { client in
        [Markup.name(run.clients[client].name)] + texts.map { Markup($0[client]) }
      })
    return Markup(
      "details", [:],
      [
        Markup("summary", [:], ["Values by other methods"]),
        table.markup(label: "Values by other methods"),
      ])
  }
}
