import ApportionReconstruction
import ApportionSimulation

extension RunPage {
  /// The course of the training and of the values.
  var course: [Markup] {
    [
      Page.paragraph(blockNote, soft: true),
      Page.charts(
        [line(running: false), line(running: true)].compactMap(\.self)
          + run.byUtility.map { heat($0.utility) } + quality + strategies),
    ]
  }

  /// The rounds in at most 60 blocks, so that columns remain visible; with few rounds, one block each.
  private var blocks: [Range<Int>] {
    let length = (run.rounds.count + 59) / 60
    return stride(from: 0, to: run.rounds.count, by: length).map {
      $0..<min($0 + length, run.rounds.count)
    }
  }

  private var blockNote: String {
    blocks.count == run.rounds.count
      ? "The values of a round are what the clients added in that round only."
      : """
      There are \(run.rounds.count) rounds, so a point or a column represents \(blocks[0].count) of them: \
      the sum of their values, and the model after the last.
      """
  }

  private var ends: [Int] { blocks.map { run.rounds[$0.upperBound - 1].number } }

  /// Sums over blocks by client, nil if the client did not participate in a block.
  private func values(_ utility: Utility) -> [[Double?]] {
    run.clients.indices.map { client in
      blocks.map { block in
        let own = block.compactMap { run.rounds[$0].values[utility]?[client] }
        return own.isEmpty ? nil : utility.scale * own.reduce(0, +)
      }
    }
  }

  private func line(running: Bool) -> Chart? {
    let utility = run.primary.utility
    let values = values(utility)
    // More than seven lines cannot be followed: only the highest and the lowest have colours.
    let named = order.count <= 7 ? order : Array(order.prefix(4) + order.suffix(3))
    return LineChart(
      title: running ? "Running total" : "Value of each round",
      note: (running ? "The sum over all rounds up to this one." : "")
        + (order.count > 7
          ? " The first four and the last three are named, the others are grey." : ""),
      unit: "\(utility.title), \(utility.unit)", rounds: ends,
      lines: order.map { client in
        var total = 0.0
        return LineChart.Line(
          label: run.clients[client].name,
          values: values[client].map { value in
            guard running else { return value }
            total += value ?? 0
            return total
          },
          series: named.firstIndex(of: client))
      }, includesZero: true
    ).chart
  }

  private func heat(_ utility: Utility) -> Chart {
    let values = values(utility)
    let every = max(1, blocks.count / 6)
    return HeatMap(
      title: "Client by round, by \(utility.title)",
      note:
        "Blue is positive, orange with a dash negative, blank absent. Colours are on a square-root scale.",
      unit: utility == .loss ? "nats" : "pp",
      columns: blocks.map { block in
        let (first, last) = (
          run.rounds[block.lowerBound].number, run.rounds[block.upperBound - 1].number
        )
        return first == last ? "round \(first)" : "rounds \(first)–\(last)"
      },
      ticks: blocks.indices.filter { ($0 + 1) % every == 0 }.map { ($0, "\(ends[$0])") },
      rows: order.map { (run.clients[$0].name, values[$0]) }
    ).chart
  }

  private var quality: [Chart] {
    let rounds = blocks.map { run.rounds[$0.upperBound - 1] }
    let hasTest = run.rounds.allSatisfy { $0.test.count > 0 }
    func chart(_ title: String, _ unit: String, _ figure: (Outcome) -> Double, zero: Bool) -> Chart
    {
      var lines = [
        LineChart.Line(
          label: "validation", values: [figure(run.initial)] + rounds.map { figure($0.validation) },
          series: 0)
      ]
      if hasTest {
        lines.append(
          LineChart.Line(label: "test", values: [nil] + rounds.map { figure($0.test) }, series: 1))
      }
      return LineChart(
        title: title, note: hasTest ? "" : "There are no test examples.", unit: unit,
        rounds: [0] + ends, lines: lines, includesZero: zero
      ).chart
    }
    return [
      chart("Accuracy of the model", "% of the examples", { 100 * $0.accuracy }, zero: false),
      chart("Loss of the model", "nats per example", \.loss, zero: true),
    ]
  }

  private var strategies: [Chart] {
    guard Set(run.rounds.map(\.strategy)).count > 1 else { return [] }
    return [StrategyStrip(rounds: run.rounds.map { ($0.number, $0.strategy) }).chart]
  }
}
