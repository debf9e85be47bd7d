import ApportionReconstruction
import ApportionValuation

extension ComparisonPage {
  /// One chart per strategy, all with the same scale.
  func shares(_ setting: ComparisonRecord.Setting) -> [Chart] {
    let all = setting.strategies.flatMap { $0.runs.flatMap(\.self) }
    let ends = [all.min(), all.max()].compactMap(\.self).map { 100 * $0 }
    return setting.strategies.enumerated().map { index, strategy in
      guard !strategy.shares.isEmpty else {
        return DotChart(
          title: strategy.name, note: "All its shares are withheld.", unit: "share, %",
          first: "client", rows: [], scale: ends
        ).chart
      }
      return DotChart(
        title: strategy.name,
        note:
          "Thin lines are single runs, of which there are \(strategy.runs.first?.count ?? 0); "
          + "the mark is their mean, the bar its interval.",
        unit: "share, %", first: "client",
        rows: setting.clients.indices.map { client in
          DotChart.Row(
            label: setting.clients[client],
            estimate: Estimate(strategy.shares[client]).times(100), series: index,
            runs: strategy.runs[client].map { 100 * $0 })
        }, includesZero: true, scale: ends, exact: Decimals(1)
      ).chart
    }
  }

  /// The effect of a change of strategy, that of a re-run, and the components of the variance.
  func movement(_ setting: ComparisonRecord.Setting) -> [Chart] {
    variance(setting) + histograms(setting)
  }

  private func variance(_ setting: ComparisonRecord.Setting) -> [Chart] {
    guard let components = setting.variance?.components, !components.isEmpty else { return [] }
    let estimates = components.map { Estimate($0.variance, $0.interval).times(1e4) }
    let exact = Decimals(largestOf: estimates.map(\.value))
    let left = setting.leftOut.joined(separator: ", ")
    var chart = BarChart(
      title: "Components of the variance of a share",
      note: """
        Means over clients; the rest is the effect of a re-run on each strategy by itself. Lines are \(level) intervals, cut at the edge of the chart; \
        a value below zero means less variation than expected by chance.\(left.isEmpty ? "" : " Left out because shares are withheld: \(left).")
        """,
      unit: "pp²", first: "cause",
      rows: zip(components, estimates).map { component, estimate in
        BarChart.Row(
          label: component.isResidual ? "the rest" : component.name, estimate: estimate,
          text: component.shareOfTotal.map { percent(($0 * 1000).rounded() / 1000) } ?? "–",
          numbers: estimate.rangeText(exact: exact))
      })
    chart.widestLabel = 140
    chart.isCut = true
    chart.second = "part of the whole"
    return [chart.chart]
  }

  /// The first strategy against every other one, and all pairs, each with the noise floor as an outline.
  private func histograms(_ setting: ComparisonRecord.Setting) -> [Chart] {
    var named: [(String, ShareDifferences)] = []
    if let all = setting.betweenStrategies { named.append(("All pairs of fixed strategies", all)) }
    for pair in setting.pairs where pair.first == comparison.strategies.first {
      if let differences = pair.differences {
        named.append(("\(pair.first) minus \(pair.second)", differences))
      }
    }
    let floor = setting.noiseFloor
    if named.isEmpty, let floor { named.append(("Re-runs of one strategy", floor)) }
    let histograms = named.map(\.1.histogram) + (floor.map { [$0.histogram] } ?? [])
    let bins = HistogramChart.filledBins(of: histograms)
    let highest = HistogramChart.highest(of: histograms)
    let exact = Decimals(largestOf: named.map { 100 * $0.1.meanAbsolute })
    return named.map { name, differences in
      HistogramChart(
        title: name,
        note: "Mean size \(exact(100 * differences.meanAbsolute)) pp, largest "
          + "\(exact(100 * differences.maximumAbsolute)) pp."
          + (floor.map { " Outline: re-runs, mean \(exact(100 * $0.meanAbsolute)) pp." } ?? ""),
        unit: "difference of a share, pp", histogram: differences.histogram,
        outline: floor?.histogram, outlineName: "re-runs", scale: 100, bins: bins, highest: highest
      ).chart
    }
  }

  /// A table of all pairs of strategies.
  func pairs(_ setting: ComparisonRecord.Setting) -> Markup? {
    guard !setting.pairs.isEmpty else { return nil }
    let exact = Decimals(
      largestOf: setting.pairs.compactMap { $0.differences?.meanAbsolute }.map { 100 * $0 })
    let table = NumberTable(
      ["between", "and", "mean |Δ|, pp", "largest |Δ|, pp", "Kendall’s τ-b"], texts: [1],
      rows: setting.pairs.map { pair in
        [
          Markup(pair.first), Markup(pair.second),
          Markup(pair.differences.map { exact(100 * $0.meanAbsolute) } ?? "–"),
          Markup(pair.differences.map { exact(100 * $0.maximumAbsolute) } ?? "–"),
          Markup(pair.kendall.map { Estimate($0).text(exact: Decimals(2)) } ?? "–"),
        ]
      },
      note: setting.kendallsW.map {
        "Kendall’s W over the fixed strategies: \(Estimate($0).text(exact: Decimals(2)))."
      } ?? "")
    return Markup(
      "details", [:],
      [
        Markup("summary", [:], ["All pairs of strategies"]),
        table.markup(label: "Differences between all pairs of strategies"),
      ])
  }

  /// One chart per distance, and the accuracy of the models.
  func distances(_ setting: ComparisonRecord.Setting) -> [Chart] {
    guard let figures = setting.strategies.first?.distances else { return [] }
    let charts = figures.indices.map { figure in
      let bound = setting.equalSplit.indices.contains(figure) ? setting.equalSplit[figure] : nil
      let expected = figure == 0 ? setting.expectedEqualSplit : nil
      return DotChart(
        title: figures[figure].title,
        note: (bound == nil
          ? "" : "Left of the dashed line is closer to the reference than equal shares. ")
          + "Hollow: between re-runs of one strategy. Intervals are cut at the edge of the chart."
          + (expected.map { " Expected for an equal split: \(Decimals(2)(100 * $0))." } ?? ""),
        unit: figures[figure].title, first: "strategy", other: "between re-runs",
        rows: setting.strategies.enumerated().map { index, strategy in
          let distance = strategy.distances[figure]
          return DotChart.Row(
            label: strategy.name,
            estimate: distance.summary.map { Estimate($0).times(distance.scale) }, series: index,
            other: distance.rerun.map { Estimate($0).times(distance.scale) })
        },
        bound: bound.flatMap { bound in
          bound.summary.map { ("equal split", Estimate($0).times(bound.scale)) }
        }, includesZero: true,
        possible: figures[figure].possible
      ).chart
    }
    return charts + [accuracy(setting)].compactMap(\.self)
  }

  private func accuracy(_ setting: ComparisonRecord.Setting) -> Chart? {
    guard setting.strategies.contains(where: { $0.accuracy != nil }) else { return nil }
    return DotChart(
      title: "Accuracy of the last model", note: "On examples held out for testing.", unit: "%",
      first: "strategy",
      rows: setting.strategies.enumerated().map { index, strategy in
        DotChart.Row(
          label: strategy.name, estimate: strategy.accuracy.map { Estimate($0).times(100) },
          series: index)
      }, possible: 0...100, exact: Decimals(1)
    ).chart
  }
}
