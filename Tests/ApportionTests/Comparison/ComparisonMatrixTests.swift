import Apportion
import Foundation
import Testing

@Suite("ComparisonMatrix")
struct ComparisonMatrixTests {
  @Test("runs every strategy of every setting on every seed, FedRandom and its control more often")
  func runs() throws {
    let matrix = try smallMatrix()
    #expect(matrix.name == "small")
    let settings = matrix.settings
    #expect(settings.axes == ["partition.alpha"])
    #expect(settings.settings.map(\.values) == [["1"], ["10"]])
    #expect(settings.settings.map(\.concentration) == [1, 10])
    #expect(settings.strategies == ["fed-avg", "fed-median", "fed-random"])
    #expect(settings.seeds == [5, 6])
    #expect(settings.fedRandom == "fed-random" && settings.control == "fed-avg")
    #expect(settings.budget == 2)

    let expected = [5, 6].flatMap { seed in
      ["1", "10"].flatMap { alpha in
        [("fed-avg", 0), ("fed-avg", 1), ("fed-median", 0), ("fed-random", 0), ("fed-random", 1)]
          .map { "partition.alpha=\(alpha),\($0),seed=\(seed),repetition=\($1)" }
      }
    }
    #expect(matrix.runs.map(\.folder) == expected)
    for run in matrix.runs {
      let partition = try #require(run.configuration.partition as? DirichletSizes)
      #expect([partition.alpha] == run.setting.map { Double($0) })
      #expect(type(of: run.configuration.strategy).id == run.strategy)
      #expect(run.configuration.name == "small")
      #expect(run.configuration.training.rounds == 2)
    }
  }

  @Test("gives each run the config that it has alone")
  func alone() throws {
    let run = try #require(try smallMatrix().runs.last)
    let base = smallMatrixText.prefix { $0 != "#" }.components(separatedBy: "compare:")[0]
    let alone = try Configuration(
      yaml: base, name: "small",
      overriding: [
        "partition.alpha=10", "strategy={kind: fed-random}", "seed=6", "repetition=1",
      ])
    #expect(try run.configuration.yaml() == alone.yaml())
  }

  @Test("takes as many repetitions as are asked for, and a budget of its own")
  func repetitions() throws {
    func counts(_ overrides: String...) throws -> [Int] {
      let matrix = try ComparisonMatrix(
        yaml: smallMatrixText,
        overriding: overrides + ["compare.seeds=1", "compare.axes.partition.alpha=[1]"])
      return matrix.settings.strategies.map { strategy in
        matrix.runs.count { $0.strategy == strategy }
      }
    }
    #expect(try counts("compare.repeats=3") == [3, 3, 3])
    #expect(try counts("compare.budget=4") == [4, 1, 4])
    #expect(try counts("compare.budget=4", "compare.repeats=5") == [5, 5, 5])
    // A budget is FedRandom's; without one there is no control either.
    #expect(
      try counts("compare.budget=4", "compare.axes.strategy=[{kind: fed-avg}, {kind: krum}]")
        == [1, 1])
    #expect(try counts("compare.axes.strategy=[{kind: fed-random}]") == [1])
  }

  @Test("has any keys for axes, with dots or in one another, the last changing fastest")
  func axes() throws {
    let matrix = try ComparisonMatrix(
      yaml: """
        compare:
          axes:
            training: {rounds: [1, 2]}
            clients[0].label_noise: [0, 0.5]
            model.hidden: [[4], [8, 4]]
          seeds: 1
          repeats: 1
        clients: [{client: 1}]
        model: {kind: mlp}
        """)
    #expect(
      matrix.settings.axes == ["training.rounds", "clients[0].label_noise", "model.hidden"])
    #expect(matrix.settings.settings.count == 8)
    #expect(
      matrix.settings.settings.prefix(3).map(\.values) == [
        ["1", "0", "[4]"], ["1", "0", "[8, 4]"], ["1", "0.5", "[4]"],
      ])
    let last = try #require(matrix.runs.last).configuration
    #expect(last.training.rounds == 2 && last.clients[0].labelNoise == 0.5)
    #expect((last.model as? MultilayerPerceptron)?.hidden == [8, 4])
    #expect(matrix.settings.strategies == ["fed-avg"])
    #expect(matrix.plan.axes[2] == ComparisonAxis(key: "model.hidden", values: ["[4]", "[8, 4]"]))
  }

  @Test("is a comparison of re-runs where it has no axes")
  func noAxes() throws {
    let matrix = try ComparisonMatrix(yaml: "compare: {seeds: 2, repeats: 3}\n")
    #expect(matrix.settings.settings == [ComparisonSettings.Setting([])])
    #expect(matrix.runs.map(\.folder).first == "fed-avg,seed=0,repetition=0")
    #expect(matrix.runs.count == 6)
  }

  @Test("tells strategies of one kind apart by the settings in which they differ")
  func labels() throws {
    let matrix = try smallMatrix(
      """
      compare.axes.strategy=[{kind: fed-avg-m, momentum: 0.5}, {kind: fed-median}, \
      {kind: fed-avg-m}, {kind: fed-avg-m, compat: flower-1.6}]
      """)
    #expect(
      matrix.settings.strategies == [
        "fed-avg-m momentum=0.5", "fed-median", "fed-avg-m momentum=0.9",
        "fed-avg-m momentum=0.0",
      ])
    #expect(
      matrix.runs[0].folder == "partition.alpha=1,fed-avg-m+momentum=0.5,seed=5,repetition=0")
  }

  @Test("keeps runs in folders whose names are short, differ, and do not depend on other runs")
  func folders() throws {
    let wide = try ComparisonMatrix(
      yaml: """
        model: {kind: mlp}
        compare:
          seeds: 1
          repeats: 1
          axes:
            model.hidden: [[64], [6, 4], [64, \(Array(repeating: "12", count: 90).joined(separator: ", "))]]
        """)
    let names = wide.runs.map(\.folder)
    #expect(Set(names).count == 3)
    #expect(names[0].hasPrefix("model.hidden=64,fed-avg,seed=0,repetition=0,"))
    #expect(names[1].hasPrefix("model.hidden=6,+4,fed-avg,seed=0,repetition=0,"))
    #expect(names.allSatisfy { $0.utf8.count <= 160 })
    let narrow = try ComparisonMatrix(
      yaml: """
        model: {kind: mlp}
        compare: {seeds: 1, repeats: 1, axes: {model.hidden: [[6, 4]]}}
        """)
    #expect(narrow.runs[0].folder == names[1])
  }

  @Test("looks at the config's utility, and at another where it is told so")
  func utility() throws {
    #expect(try smallMatrix().plan.utility == .loss)
    #expect(try smallMatrix("utility=accuracy").plan.utility == .accuracy)
    #expect(try smallMatrix("compare.utility=accuracy").plan.utility == .accuracy)
    #expect(try smallMatrix("compare.utility=accuracy").runs[0].configuration.utility == .loss)
  }

  @Test("says what is wrong with its section, and where")
  func section() throws {
    func expect(
      _ text: String, _ message: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
      let error = #expect(throws: ConfigError.self, sourceLocation: sourceLocation) {
        _ = try ComparisonMatrix(yaml: text, path: "c.yml")
      }
      #expect(error?.description == message, sourceLocation: sourceLocation)
    }
    expect(
      "seed: 1\n",
      """
      c.yml: `compare` is missing, so there is nothing to compare; write, for example, \
      compare: {axes: {strategy: [{kind: fed-avg}, {kind: krum}]}}, or use `apportion run`
      """)
    expect(
      "seed: 1\ncompare: 3\n",
      """
      c.yml:2:1: `compare` is "3", but must be a mapping such as {axes: {partition.alpha: [1, 10]}}
      """)
    expect(
      "compare: {repeat: 3}\n",
      """
      c.yml:1:11: `compare.repeat` is not a key of compare; did you mean `repeats`? It has: axes, \
      seeds, repeats, budget, reference, utility, round_weights, share_rule, confidence
      """)
    expect(
      "compare: {seeds: 0}\n", "c.yml:1:11: `compare.seeds` is 0, but must be at least 1")
    expect(
      "compare: {repeats: 0}\n", "c.yml:1:11: `compare.repeats` is 0, but must be at least 1")
    expect(
      "compare: {budget: -1}\n",
      """
      c.yml:1:11: `compare.budget` is -1, but must be at least 0, which means the number of other \
      strategies
      """)
    expect(
      "compare: {confidence: 95}\n",
      "c.yml:1:11: `compare.confidence` is 95.0, but must be above 0 and at most 0.999")
    expect(
      "compare: {reference: sise}\n",
      """
      c.yml:1:11: `compare.reference` is an unknown word "sise" (did you mean "size"?); it may be one \
      of: size, quality, retraining
      """)
    expect(
      "compare: {round_weights: {decay: 2}}\n",
      "c.yml:1:27: `compare.round_weights.decay` is 2.0, but must be above 0 and at most 1")
    expect(
      "compare: {seeds: 1000000, repeats: 2}\n",
      """
      c.yml:1:1: `compare` is a matrix of 2000000 runs, but must be one of at most 1,000,000; leave \
      out values, seeds or repeats
      """)
    expect(
      "seed: 18446744073709551615\ncompare: {seeds: 2}\n",
      "c.yml:2:11: `compare.seeds` is 2, but fewer seeds exist from 18446744073709551615 on")
    expect(
      "repetition: 2\ncompare: {seeds: 2}\n",
      """
      c.yml:1:1: `repetition` is 2, but a comparison makes its own; set their number with \
      `compare.repeats`
      """)
  }

  @Test("says what is wrong with an axis, and where")
  func axisErrors() throws {
    func expect(
      _ axes: String, _ message: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
      let error = #expect(throws: ConfigError.self, sourceLocation: sourceLocation) {
        _ = try ComparisonMatrix(
          yaml: "partition: {kind: iid, clients: 5}\ncompare:\n  axes:\n    \(axes)\n",
          path: "c.yml")
      }
      #expect(error?.description == message, sourceLocation: sourceLocation)
    }
    let partition = "is not a key of partition `iid`"
    expect(
      "partition.client: [1, 2]",
      """
      c.yml:4:24: `partition.client` \(partition); did you mean `clients`? It has: kind, clients, \
      minimum_examples
      """)
    expect(
      "trainin.rounds: [1, 2]",
      """
      c.yml:4:22: `trainin` is not a key of a config; did you mean `training`? It has: name, seed, \
      repetition, record, dataset, partition, clients, model, training, strategy, participation, \
      utility, valuation, engine, version, compare
      """)
    expect(
      "training.rounds: []",
      "c.yml:4:5: `compare.axes.training.rounds` is [], but must be a list of at least one value")
    expect(
      "training.rounds: 3",
      "c.yml:4:5: `compare.axes.training.rounds` is \"3\", but must be a list of at least one value"
    )
    expect(
      "training.rounds: [1, 0]",
      "c.yml:4:26: `training.rounds` is 0, but must be at least 1")
    expect(
      "training.rounds: [1, two]",
      "c.yml:4:26: `training.rounds` is \"two\", but must be a whole number")
    expect(
      "strategy: [{kind: fed-avg}, {kind: krumm}]",
      """
      c.yml:4:33: `strategy.kind` is an unknown strategy "krumm" (did you mean "krum"?); it may be \
      one of: \(Catalog.strategies.ids.joined(separator: ", "))
      """)
    expect(
      "strategy: [{kind: bulyan, byzantine: 1}]",
      """
      c.yml:4:16: `strategy.byzantine` is 1, but must be at most 0 where 5 clients take part in a \
      round: 4 × byzantine + 3 or more have to
      """)
    expect(
      "strategy: [{kind: fed-trimmed-avg, trim: 0.5}]",
      """
      c.yml:4:16: `strategy.trim` is 0.5, but must be at least 0 and below 0.5; it is left out on \
      either side, and something must be left
      """)
    expect(
      "strategy: [{kind: fed-avg-m}, {kind: fed-avg}, {kind: fed-avg-m, momentum: 0.9}]",
      """
      c.yml:4:52: `compare.axes.strategy[2]` makes the same runs as `compare.axes.strategy[0]`; \
      remove one
      """)
    expect(
      "training.learning_rate: [1, 1.0]",
      """
      c.yml:4:33: `compare.axes.training.learning_rate[1]` makes the same runs as \
      `compare.axes.training.learning_rate[0]`; remove one
      """)
    expect(
      "strategy: [{kind: fed-random}, {kind: fed-random, balanced: true}]",
      """
      c.yml:4:5: `compare.axes.strategy` names fed-random more than once; the fixed strategies \
      are compared with one, so make a comparison for each
      """)
    expect(
      "seed: [1, 2]",
      "c.yml:4:5: `compare.axes.seed` cannot be an axis; use `compare.seeds` instead")
    expect(
      "repetition: [1, 2]",
      """
      c.yml:4:5: `compare.axes.repetition` cannot be an axis; use `compare.repeats` instead
      """)
    expect(
      "utility: [loss, accuracy]",
      """
      c.yml:4:5: `compare.axes.utility` cannot be an axis; choose one with `compare.utility`; \
      both are always computed
      """)
    expect(
      "{strategy: [{kind: fed-avg}], strategy.momentum: [0.5]}",
      """
      c.yml:4:35: `compare.axes.strategy.momentum` sets the same key as the axis `strategy`; keep \
      only one
      """)
    expect(
      "{training.batch_size.x: [1]}",
      """
      c.yml:4:30: `training.batch_size` is a mapping, but must be a single value
      """)
  }

  @Test("says which option an axis is wrong in")
  func options() throws {
    let option = "compare.axes.partition.alpha=[1, -2]"
    let error = #expect(throws: ConfigError.self) { _ = try smallMatrix(option) }
    #expect(
      error?.description
        == "--set \(option): `partition.alpha` is -2.0, but must be above 0 and finite")
  }

  @Test("is refused where one run is read")
  func asOneRun() throws {
    let error = #expect(throws: ConfigError.self) {
      _ = try Configuration(yaml: smallMatrixText, path: "c.yml")
    }
    #expect(
      error?.description == """
        c.yml:6:1: `compare` asks for many runs; use `apportion compare`, or remove the section to run \
        one
        """)
  }
}
