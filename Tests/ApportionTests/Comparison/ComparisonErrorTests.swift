import Apportion
import Testing

@Suite("ComparisonError")
struct ComparisonErrorTests {
  static let settings = ComparisonSettings(
    axes: ["partition.alpha"], settings: [.init(["1"]), .init(["10"])],
    strategies: ["fed-avg", "krum"], seeds: [42, 43])

  static let runs = madeRuns(settings) { _, _, _ in [1, 2, 3] }

  /// Compares the runs after a change, in two orders, which must not matter.
  private func expect(
    _ message: String, sourceLocation: SourceLocation = #_sourceLocation,
    _ change: (inout [ComparedRun]) -> Void
  ) {
    var runs = Self.runs
    change(&runs)
    for runs in [runs, runs.reversed()] {
      expectMessage(message, sourceLocation: sourceLocation) {
        try Comparison(runs, settings: Self.settings)
      }
    }
  }

  @Test("tells how many runs are missing, and which first")
  func missing() {
    expect(
      """
      2 of 8 runs are missing, first krum, seed 43, repetition 0, partition.alpha 1; let all runs \
      finish before comparing them
      """
    ) { $0.removeSubrange(3...4) }
    expect(
      """
      1 of 8 runs is missing, first krum, seed 43, repetition 0, partition.alpha 10; let all runs \
      finish before comparing them
      """
    ) { $0.removeLast() }
  }

  @Test("refuses to count a run twice, and runs that belong elsewhere")
  func surplus() {
    expect(
      """
      fed-avg, seed 42, repetition 0, partition.alpha 1 is given 3 times; keep only one of them
      """
    ) { $0 += [$0[0], $0[1], $0[0]] }
    expect(
      """
      krum, seed 42, repetition 1, partition.alpha 1 is not a run of this comparison; leave it \
      out, or add its settings to the comparison
      """
    ) {
      $0 += [$0[1], $0[5]]
      $0[8].repetition = 1
      $0[9].strategy = "yogi"
    }
  }

  @Test("refuses runs that do not share their clients")
  func clients() {
    expect(
      """
      krum, seed 43, repetition 0, partition.alpha 1 has other clients than fed-avg, seed 43, \
      repetition 0, partition.alpha 1, but runs of one seed must have the same data; run the \
      comparison again, because the two were not run from one config
      """
    ) { $0[3].clients[2].examples = 31 }
    expect(
      """
      fed-avg, seed 43, repetition 0, partition.alpha 10 has 2 clients, but fed-avg, seed 42, \
      repetition 0, partition.alpha 10 has 3; make the number of clients an axis, because shares \
      are compared within a setting
      """
    ) {
      for run in 6...7 {
        $0[run].clients.removeLast()
        $0[run].rounds = [[1, 2]]
      }
    }
  }

  @Test("refuses rounds that are not one finite value per client")
  func rounds() {
    expect(
      """
      krum, seed 42, repetition 0, partition.alpha 1 has no rounds, so no client contributed; \
      train for at least one round
      """
    ) { $0[1].rounds = [] }
    expect(
      """
      krum, seed 42, repetition 0, partition.alpha 1 has 2 values in round 2, but 3 clients; run \
      it again
      """
    ) { $0[1].rounds.append([1, 2]) }
    expect(
      """
      krum, seed 42, repetition 0, partition.alpha 1 has the value inf for client 2 in round 1, \
      which has no share; run it again with a smaller learning rate, or another utility
      """
    ) { $0[1].rounds[0][2] = .infinity }
  }

  @Test("refuses settings that make no comparison")
  func settings() {
    func expect(
      _ message: String, sourceLocation: SourceLocation = #_sourceLocation,
      _ change: (inout ComparisonSettings) -> Void
    ) {
      var settings = Self.settings
      change(&settings)
      expectMessage(message, sourceLocation: sourceLocation) {
        try Comparison(Self.runs, settings: settings)
      }
    }
    expect(#"`strategies` is [], but must be one or more, each given once"#) { $0.strategies = [] }
    expect(#"`seeds` is [1, 2, 1], but must be one or more, each given once"#) {
      $0.seeds = [1, 2, 1]
    }
    expect(#"`settings` is [["1"], ["1"]], but must be one or more, each given once"#) {
      $0.settings[1] = .init(["1"])
    }
    expect(
      #"`settings` is ["1", "2"], but must be one value for each axis, of which there are 1"#
    ) { $0.settings[1] = .init(["1", "2"]) }
    expect("`repeats` is 0, but must be at least 1") { $0.repeats = 0 }
    expect("`fedRandom` is fed-random, but must be one of the strategies") {
      $0.fedRandom = "fed-random"
    }
    expect(
      """
      `control` is krum, but must be one of the other strategies, and absent if FedRandom is
      """
    ) { $0.control = "krum" }
    expect(
      """
      `control` is krum, but must be one of the other strategies, and absent if FedRandom is
      """
    ) { ($0.fedRandom, $0.control, $0.budget) = ("krum", "krum", 2) }
    expect("`budget` is 0, but must be at least 1 if FedRandom is run") {
      $0.fedRandom = "krum"
    }
    expect("`confidence` is 1.0, but must be above 0 and at most 0.999") { $0.confidence = 1 }
    expect("`roundWeights.decay` is 0.0, but must be above 0 and at most 1") {
      $0.roundWeights.decay = 0
    }
    expect("`shareRule.temperature` is 0.0, but must be above 0 and finite") {
      $0.shareRule.temperature = 0
    }
  }
}
