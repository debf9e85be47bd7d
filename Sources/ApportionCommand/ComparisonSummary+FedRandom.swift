import Apportion

extension ComparisonSummary {
  /// Whether FedRandom is closer to the reference and more stable than the same number of other runs.
  func fedRandom(_ result: ComparedSetting) -> String? {
    guard let trial = result.fedRandom else { return nil }
    let uneven =
      trial.isEven
      ? "" : "The estimators differ in their number of runs, so this comparison is not fair.\n"
    return """
      FedRandom against one run per fixed strategy (MSM) and as many re-runs of the control
      \(estimators(trial))
      \(contests(trial))\(uneven)
      """
  }

  private func estimators(_ trial: FedRandomTrial) -> String {
    let measures = measures(of: trial)
    var table = TextTable(
      [("mean of", .left), ("runs", .right)] + measures.map { (title($0), .right) })
    for estimator in trial.estimators {
      table.add(
        [name(estimator.kind), "\(estimator.runs)"]
          + measures.map { measure in
            let summary = estimator.figures.first { $0.measure == measure }?.summary
            return shown(summary, times: 100, 2)
          })
    }
    return table.text(width: width)
  }

  private func contests(_ trial: FedRandomTrial) -> String {
    var table = TextTable([
      ("FedRandom against", .left), ("by", .left), ("won/lost/tied", .right),
      ("win rate %", .right),
      ("change %", .right), ("difference", .right),
    ])
    for contest in trial.contests where measures(of: trial).contains(contest.measure) {
      let wins = contest.wins
      table.add([
        name(contest.against), title(contest.measure), "\(wins.wins)/\(wins.losses)/\(wins.ties)",
        shown(wins.rate, wins.interval, times: 100, 0),
        shown(contest.change?.change, contest.change?.interval, times: 100, 0),
        shown(contest.difference, times: 100, 2),
      ])
    }
    return table.text(width: width)
  }

  private func measures(of trial: FedRandomTrial) -> [FedRandomTrial.Measure] {
    comparison.settings.reference == .quality
      ? [.order, .deviation] : [.squaredL2, .lInfinity, .deviation]
  }

  private func name(_ kind: FedRandomTrial.Estimator.Kind) -> String {
    switch kind {
    case .fedRandom: comparison.settings.fedRandom ?? "FedRandom"
    case .msm: "MSM"
    case .control: "re-runs of \(comparison.settings.control ?? "the control")"
    }
  }

  private func title(_ measure: FedRandomTrial.Measure) -> String {
    switch measure {
    case .squaredL2: "L2² ×100"
    case .lInfinity: "L∞ pp"
    case .deviation: "run SD pp"
    case .order: "flips %"
    case .l2, .totalVariation, .cosine, .jensenShannon: measure.rawValue
    }
  }
}
