import ApportionReconstruction
import ApportionValuation

extension ComparisonPage {
  /// FedRandom, one run per fixed strategy, and the control.
  func trial(_ setting: ComparisonRecord.Setting) -> [Markup] {
    guard let trial = setting.trial, let first = trial.estimators.first else { return [] }
    let charts = first.figures.indices.map { figure in
      DotChart(
        title: first.figures[figure].title,
        note: "Each is the mean of its runs, over \(setting.unit); 0 is best.",
        unit: first.figures[figure].title, first: "mean of",
        rows: trial.estimators.enumerated().map { index, estimator in
          let figure = estimator.figures[figure]
          return DotChart.Row(
            label: "\(estimator.name) (\(estimator.runs))",
            estimate: figure.summary.map { Estimate($0).times(figure.scale) }, series: index)
        }, includesZero: true, possible: 0...(.infinity)
      ).chart
    }
    return [
      Markup("h3", [:], ["FedRandom against MSM and the control"]),
      Page.paragraph(
        """
        MSM is the mean over one run of every fixed strategy; the control is the first FedAvg, run as \
        often as FedRandom. In brackets is the number of runs on each seed.
        """, soft: true),
      Page.charts(charts), contests(trial).markup(label: "FedRandom against the others"),
    ]
  }

  private func contests(_ trial: ComparisonRecord.Trial) -> NumberTable {
    NumberTable(
      ["FedRandom against", "by", "won / lost / tied", "win rate, %", "difference", "change, %"],
      texts: [1],
      rows: trial.contests.map { contest in
        let rate = contest.wins.rate.map { Estimate($0, contest.wins.interval).times(100) }
        let difference = Estimate(contest.difference).times(contest.scale)
        let change = contest.change.map { Estimate($0.change, $0.interval).times(100) }
        return [
          Markup(contest.against), Markup(contest.by),
          "\(contest.wins.wins) / \(contest.wins.losses) / \(contest.wins.ties)",
          Markup(rate?.rangeText(exact: Decimals(0)) ?? "–"),
          Markup(difference.text(exact: Decimals(2), signed: true)),
          Markup(change?.rangeText(exact: Decimals(0)) ?? "–"),
        ]
      })
  }
}
