import Apportion
import Testing

@Suite("FedRandomTrial")
struct FedRandomTrialTests {
  typealias Trial = FedRandomTrial

  static let settings = ComparisonSettings(
    strategies: ["fed-avg", "krum", "fed-random"], seeds: [1, 2], fedRandom: "fed-random",
    control: "fed-avg", budget: 2)

  /// The first of two clients' shares; the clients hold a quarter and three quarters.
  static let shares: [String: [[Double]]] = [
    "fed-avg": [[0.5, 0.5], [0.25, 0.75]], "krum": [[0, 0.75], [1, 0.5]],
    "fed-random": [[0.25, 0.5], [0.25, 0.25]],
  ]

  static func trial(
    _ settings: ComparisonSettings = settings, change: (inout [ComparedRun]) -> Void = { _ in }
  ) throws -> Trial? {
    var runs = madeRuns(settings, examples: { _ in [10, 30] }) { strategy, seed, repetition in
      let share = shares[strategy]?[Int(seed) - 1][repetition] ?? .nan
      return [share, 1 - share]
    }
    change(&runs)
    return try Comparison(runs, settings: settings).results[0].fedRandom
  }

  @Test("spends the same number of runs in three ways, worked by hand")
  func estimators() throws {
    let trial = try #require(try Self.trial())
    #expect(trial.isEven)
    #expect(trial.estimators.map(\.kind) == [.fedRandom, .msm, .control])
    #expect(
      trial.estimators.map(\.strategies) == [["fed-random"], ["fed-avg", "krum"], ["fed-avg"]])
    #expect(trial.estimators.map(\.runs) == [2, 2, 2])
    #expect(trial.estimators.map(\.withheld) == [0, 0, 0])
    func summaries(_ measure: Trial.Measure) -> [SampleSummary?] {
      trial.estimators.map { $0.figures.first { $0.measure == measure }?.summary }
    }
    // Estimates of the first client's share: 3/8 and 1/4; 1/4 and 5/8; 1/2 and 1/2.
    #expect(summaries(.squaredL2).map { $0?.mean } == [0.015625, 0.140625, 0.125])
    #expect(summaries(.lInfinity).map { $0?.maximum } == [0.125, 0.375, 0.25])
    // The right orders, a wrong one beside a right one, and ties, which have none.
    #expect(summaries(.order).map { $0?.mean } == [0, 0.5, nil])
    let root = 2.0.squareRoot()
    for (found, expected) in zip(
      summaries(.deviation), [0.0625 * root, (0.25 + 0.375) * root / 2, 0.125 * root])
    {
      #expect(isClose(found?.mean, expected))
    }
  }

  @Test("counts wins, and tells by how much, worked by hand")
  func contests() throws {
    let trial = try #require(try Self.trial())
    let msm = try #require(trial.contest(.msm, .squaredL2))
    #expect((msm.wins.wins, msm.wins.losses) == (1, 1))
    #expect(msm.difference.mean == -0.125)
    #expect(msm.change == nil)
    let control = try #require(trial.contest(.control, .squaredL2))
    #expect((control.wins.wins, control.wins.losses) == (2, 0))
    #expect(control.difference.mean == -0.109375)
    #expect(control.change?.change == -0.875)
    // Both resampled seeds may be the worse, 1/32 against 1/8, or the better, 0.
    #expect(control.change?.interval?.lower == -1)
    #expect(control.change?.interval?.upper == -0.75)
    let steadier = try #require(trial.contest(.msm, .deviation))
    #expect(steadier.wins.wins == 2)
    #expect(isClose(steadier.change?.change, -0.8))
    // On neither seed do both have an order, the control having none.
    #expect(trial.contest(.control, .order) == nil)
  }

  @Test("does not count runs beyond the budget")
  func budget() throws {
    var settings = Self.settings
    settings.budget = 1
    settings.repeats = 2
    let trial = try #require(try Self.trial(settings))
    #expect(!trial.isEven)
    #expect(trial.estimators.map(\.runs) == [1, 2, 1])
    let figures = trial.estimators.map { $0.figures.first { $0.measure == .squaredL2 }?.summary }
    #expect(figures.map { $0?.mean } == [0, 0.140625, 0.0625])
    // A single run has no deviation.
    #expect(trial.contest(.msm, .deviation) == nil)
  }

  @Test("has a noise floor in which the control's many re-runs do not outweigh the others'")
  func noiseFloor() throws {
    var settings = Self.settings
    (settings.budget, settings.repeats) = (4, 2)
    func result() throws -> ComparedSetting {
      let runs = madeRuns(settings, examples: { _ in [10, 30] }) { strategy, _, repetition in
        strategy == "krum" && repetition == 1 ? [1, 0] : [0.5, 0.5]
      }
      return try Comparison(runs, settings: settings).results[0]
    }
    #expect(try result().strategies[0].noiseFloor?.pairs == 12)
    #expect(try result().noiseFloor?.pairs == 4)
    #expect(try result().noiseFloor?.distance(.squaredL2)?.mean == 0.25)
    settings.repeats = 1
    #expect(try result().noiseFloor?.pairs == 12)
    #expect(try result().noiseFloor?.distance(.squaredL2)?.mean == 0)
  }

  @Test("does without runs that have no shares, and counts them")
  func withheld() throws {
    let trial = try #require(
      try Self.trial { runs in
        for index in runs.indices where runs[index].strategy == "krum" {
          runs[index].rounds = [[0, 0]]
        }
      })
    #expect(trial.estimators.map(\.withheld) == [0, 2, 0])
    // FedAvg alone is left: ½ and ¼.
    let msm = trial.estimators[1].figures.first { $0.measure == .squaredL2 }
    #expect(msm?.summary?.mean == 0.0625)
    let nothing = try #require(
      try Self.trial { runs in
        for index in runs.indices where runs[index].strategy != "fed-random" {
          runs[index].rounds = [[0, 0]]
        }
      })
    #expect(nothing.contests.isEmpty)
    #expect(nothing.estimators[1].figures.allSatisfy { $0.summary == nil })
  }

  @Test("has a contest with MSM alone without a control, and none without FedRandom")
  func parts() throws {
    var settings = Self.settings
    settings.control = nil
    settings.repeats = 1
    #expect(try Self.trial(settings)?.estimators.map(\.kind) == [.fedRandom, .msm])
    settings.fedRandom = nil
    #expect(try Self.trial(settings) == nil)
    settings.fedRandom = "fed-random"
    settings.strategies = ["fed-random"]
    #expect(try Self.trial(settings) == nil)
  }
}
