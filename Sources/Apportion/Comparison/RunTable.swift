import ApportionSimulation

/// The runs of a comparison by key: every expected run exactly once, and no other.
struct RunTable {
  private let settings: ComparisonSettings
  private let runs: [RunKey: ComparedRun]

  /// Collects the runs; their order does not matter, not even for which mistake is reported first.
  init(_ given: [ComparedRun], _ settings: ComparisonSettings) throws(ComparisonError) {
    self.settings = settings
    let groups = Dictionary(grouping: given, by: \.key)
    let expected = Self.keys(of: settings)
    let strange = Set(groups.keys).subtracting(expected)
    if let first = strange.map({ $0.name(axes: settings.axes) }).min() {
      throw .strangeRun(first)
    }
    let missing = expected.filter { groups[$0] == nil }
    if let first = missing.first {
      throw .missingRuns(
        count: missing.count, of: expected.count, first: first.name(axes: settings.axes))
    }
    var runs: [RunKey: ComparedRun] = [:]
    for key in expected {
      let group = groups[key] ?? []
      let name = key.name(axes: settings.axes)
      guard group.count == 1 else { throw .repeatedRun(name, times: group.count) }
      try Self.check(group[0], name)
      runs[key] = group[0]
    }
    self.runs = runs
    try checkClients(expected)
  }

  subscript(key: RunKey) -> ComparedRun {
    guard let run = runs[key] else { preconditionFailure("\(key) is no run of this comparison") }
    return run
  }

  /// The keys of all runs of a comparison, in its order.
  private static func keys(of settings: ComparisonSettings) -> [RunKey] {
    var keys: [RunKey] = []
    for setting in settings.settings {
      for seed in settings.seeds {
        for strategy in settings.strategies {
          for repetition in 0..<settings.repetitions(of: strategy) {
            keys.append(
              RunKey(
                setting: setting.values, strategy: strategy, seed: seed, repetition: repetition))
          }
        }
      }
    }
    return keys
  }

  private static func check(_ run: ComparedRun, _ name: String) throws(ComparisonError) {
    guard !run.rounds.isEmpty else { throw .noRounds(name) }
    for (index, values) in run.rounds.enumerated() {
      guard values.count == run.clients.count else {
        throw .misshapenRound(
          name, round: index + 1, found: values.count, expected: run.clients.count)
      }
      for (client, value) in zip(run.clients, values) where !value.isFinite {
        throw .notFinite(name, round: index + 1, client: client.name, value: value)
      }
    }
  }

  /// Checks that one seed gives the same data to all strategies, and that all seeds of a setting have
  /// the same number of clients.
  private func checkClients(_ keys: [RunKey]) throws(ComparisonError) {
    for key in keys {
      let first = RunKey(
        setting: key.setting, strategy: settings.strategies[0], seed: settings.seeds[0],
        repetition: 0)
      let same = RunKey(
        setting: key.setting, strategy: first.strategy, seed: key.seed, repetition: 0)
      let (name, clients) = (key.name(axes: settings.axes), self[key].clients)
      guard clients.count == self[first].clients.count else {
        throw .differentClientCounts(
          name, found: clients.count, than: first.name(axes: settings.axes),
          expected: self[first].clients.count)
      }
      guard clients == self[same].clients else {
        throw .differentClients(name, than: same.name(axes: settings.axes))
      }
    }
  }
}
