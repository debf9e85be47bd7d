import ApportionReconstruction
import ApportionValuation

extension ComparisonPage {
  /// The most important results and reservations, in plain words.
  func findings(_ setting: ComparisonRecord.Setting) -> [Markup] {
    [divergenceSaid(setting), movementSaid(setting), varianceSaid(setting)].compactMap(\.self)
      + boundSaid(setting)
      + contestsSaid(setting) + withheldSaid(setting)
  }

  private func divergenceSaid(_ setting: ComparisonRecord.Setting) -> Markup? {
    guard !setting.diverged.isEmpty else { return nil }
    let list = setting.strategies.filter { $0.diverged > 0 }.map {
      Markup("\($0.name) \($0.diverged)")
    }
    return Markup([
      Markup(
        "b", [:], [Markup("Training diverged in \(setting.diverged.count) of \(setting.runs) runs")]
      ),
      " (", enumerated(list, most: list.count),
      "): their shares show which clients changed the model, not which improved it.",
    ])
  }

  private func movementSaid(_ setting: ComparisonRecord.Setting) -> Markup? {
    let sizes = [setting.betweenStrategies, setting.noiseFloor].compactMap { $0?.meanAbsolute }
    let exact = Decimals(largestOf: sizes.map { 100 * $0 })
    let floor = setting.noiseFloor.map { exact(100 * $0.meanAbsolute) }
    guard let between = setting.betweenStrategies.map({ exact(100 * $0.meanAbsolute) }) else {
      return floor.map { "A re-run changes a share by \($0) pp on average." }
    }
    return Markup(
      "A different strategy changes a share by \(between) pp on average"
        + (floor.map { ", a re-run of the same strategy by \($0) pp" } ?? "") + ".")
  }

  private func varianceSaid(_ setting: ComparisonRecord.Setting) -> Markup? {
    let parts = (setting.variance?.components ?? []).compactMap { component in
      component.shareOfTotal.map { (name: component.name, part: $0) }
    }
    let largest = parts.filter { $0.part >= 0.05 }.sorted {
      ($1.part, $0.name) < ($0.part, $1.name)
    }
    guard !largest.isEmpty else { return nil }
    let list = largest.map { Markup("\($0.name) \(Decimals(0)(100 * $0.part)) %") }
    return Markup(["Parts of the variance of a share: ", enumerated(list), "."])
  }

  /// Which strategies are closer to the reference than an equal split, by the first distance.
  private func boundSaid(_ setting: ComparisonRecord.Setting) -> [Markup] {
    guard let bound = setting.equalSplit.first, let equal = bound.summary.map({ Estimate($0) })
    else {
      return []
    }
    let known = setting.strategies.compactMap { strategy in
      strategy.distances.first?.summary.map {
        (name: strategy.name, count: $0.count, estimate: Estimate($0))
      }
    }
    guard !known.isEmpty else { return [] }
    guard known.allSatisfy({ $0.count > 1 }) else {
      return ["A single run has no interval, so differences cannot be distinguished from chance."]
    }
    func names(_ isMeant: (Estimate) -> Bool) -> [Markup] {
      known.filter { isMeant($0.estimate) }.map { Markup("b", [:], [Markup($0.name)]) }
    }
    let (nearer, farther) = (names { $0.upper < equal.lower }, names { $0.lower > equal.upper })
    let open = names { $0.upper >= equal.lower && $0.lower <= equal.upper }
    var said: [Markup] = []
    if !nearer.isEmpty {
      said.append(
        Markup([
          "Closer to the reference than equal shares: ", enumerated(nearer), ".",
        ]))
    }
    if !farther.isEmpty {
      said.append(
        Markup([
          "Farther from the reference than equal shares: ", enumerated(farther),
          ".",
        ]))
    }
    if !open.isEmpty {
      said.append(
        Markup([
          open.count == known.count && open.count > 1
            ? "No strategy can be distinguished from an equal split"
            : Markup(["Not distinguishable from an equal split: ", enumerated(open)]),
          ", because the intervals overlap (\(bound.title)).",
        ]))
    }
    let groups = indistinguishable(known.map(\.estimate))
    if let all = groups.first, all.count == known.count, known.count > 1 {
      said.append(
        "The intervals of all \(inWords(known.count)) strategies overlap, so which is closest may be chance."
      )
    }
    return said
  }

  /// FedRandom against each of the other estimators.
  private func contestsSaid(_ setting: ComparisonRecord.Setting) -> [Markup] {
    guard let trial = setting.trial, let fedRandom = comparison.fedRandom else { return [] }
    var said: [Markup] = []
    var seen: Set<String> = []
    for contest in trial.contests where contest.isDistance {
      guard seen.insert(contest.against).inserted, let interval = contest.wins.interval else {
        continue
      }
      let played = contest.wins.wins + contest.wins.losses
      let verdict =
        interval.lower > 0.5
        ? "more often than expected by chance"
        : interval.upper < 0.5 ? "less often than expected by chance" : "which may be chance"
      said.append(
        Markup([
          "The mean of \(fedRandom)’s runs is closer to the reference than that of ",
          Markup("b", [:], [Markup(contest.against)]),
          " on \(contest.wins.wins) of \(played) seeds, \(verdict) (\(contest.by)).",
        ]))
    }
    if !trial.isEven {
      said.append("The estimators differ in their number of runs, so this comparison is not fair.")
    }
    return said
  }

  private func withheldSaid(_ setting: ComparisonRecord.Setting) -> [Markup] {
    setting.withheld.isEmpty
      ? []
      : ["\(setting.withheld.count) of \(setting.runs) runs have no shares; see the list below."]
  }
}
