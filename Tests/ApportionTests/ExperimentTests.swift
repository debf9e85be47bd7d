import Apportion
import Foundation
import Testing

@Suite("Experiment")
struct ExperimentTests {
  @Test("gives the same result with any number of threads", arguments: [2, 3])
  func threads(threads: Int) async throws {
    let experiment = Experiment(try smallConfiguration())
    let alone = try await experiment.run(threads: 1)
    #expect(try await experiment.run(threads: threads) == alone)
  }

  @Test("gives the same result again from its resolved config")
  func resolved() async throws {
    let configuration = try smallConfiguration("training.learning_rate=0.30000000000000004")
    let copy = try Configuration(yaml: configuration.yaml())
    #expect(try await Experiment(copy).run() == Experiment(configuration).run())
  }

  @Test("gives another result with another seed")
  func seeds() async throws {
    let first = try await Experiment(smallConfiguration()).run()
    let second = try await Experiment(smallConfiguration("seed=6")).run()
    #expect(first.contributions.map(\.values) != second.contributions.map(\.values))
    #expect(first.clients.map(\.examples) != second.clients.map(\.examples))
  }

  @Test("shares data, partition and corruption with its repetitions, and no draw of training")
  func repetitions() async throws {
    let first = try Experiment(smallConfiguration("clients=[{client: 1, label_noise: 0.5}]"))
    let second = try Experiment(
      smallConfiguration("clients=[{client: 1, label_noise: 0.5}]", "repetition=1"))
    let stages = (try first.stage(), try second.stage())
    #expect(stages.0.dataset == stages.1.dataset)
    #expect(stages.0.split == stages.1.split)
    let (clients, others) = (stages.0.federation.clients, stages.1.federation.clients)
    #expect(clients.map(\.rows) == others.map(\.rows))
    #expect(clients.map(\.dataset.labels) == others.map(\.dataset.labels))
    #expect(stages.0.federation.global != stages.1.federation.global)

    // Nothing but the order of examples differs from a common model.
    let orders = try await [0, 1, 2].asyncMap { repetition in
      try await Experiment(
        smallConfiguration(
          "repetition=\(repetition)", "model={kind: linear}", "strategy={kind: fed-avg}")
      ).run().contributions[0].values
    }
    #expect(Set(orders).count == 3)
  }

  @Test("draws participants, strategies and sampled values anew in a repetition")
  func repeatedDraws() async throws {
    let results = try await [0, 1].asyncMap { repetition in
      try await Experiment(
        smallConfiguration(
          "repetition=\(repetition)", "training.rounds=12", "participation.fraction=0.5")
      ).run()
    }
    #expect(results[0].rounds.map(\.clients) != results[1].rounds.map(\.clients))
    #expect(results[0].rounds.map(\.strategy) != results[1].rounds.map(\.strategy))
  }

  @Test("draws a cohort for each round where not all clients take part")
  func participation() async throws {
    let result = try await Experiment(
      smallConfiguration("participation.fraction=0.5", "training.rounds=6")
    ).run()
    let cohorts = result.rounds.map(\.clients)
    #expect(
      result.roundsTaken == (0..<4).map { client in cohorts.count { $0.contains(client) } })
    #expect(cohorts.allSatisfy { $0.count == 2 && $0 == $0.sorted() && Set($0).count == 2 })
    #expect(Set(cohorts).count > 1)
    #expect(result.rounds.map(\.evaluations) == Array(repeating: 4, count: 6))
    for contribution in result.contributions {
      let absent = (0..<4).filter { client in !cohorts.contains { $0.contains(client) } }
      #expect(absent.allSatisfy { contribution.values[$0] == 0 })
    }
  }

  @Test("values by one method as if no other were asked")
  func methods() async throws {
    let alone = try await Experiment(smallConfiguration("valuation=[{method: shapley}]")).run()
    let among = try await Experiment(
      smallConfiguration(
        "valuation=[{method: leave-one-out}, {method: shapley}, {method: individual}]")
    ).run()
    for utility in Utility.allCases {
      let contribution = try #require(alone.contributions(method: "shapley", utility: utility))
      #expect(among.contributions(method: "shapley", utility: utility) == contribution)
    }
    #expect(among.contributions.map(\.method).first == "leave-one-out")
    #expect(among.contributions.map(\.utility).first == .loss)
    #expect(among.contributions.count == 6)
  }

  @Test("values by every method with settings of its own, as the config gives them")
  func settings() async throws {
    let configuration = try smallConfiguration(
      """
      valuation=[{method: banzhaf}, {method: beta-shapley, alpha: 1, beta: 16}, {method: shapley}, \
      {method: weighted-banzhaf, inclusion: 0.25}, {method: size-weighted, sizes: [1, 0, 0, 1]}, \
      {method: average-marginal-effect, inclusions: [0.5, 0.9], weights: [1, 3]}, \
      {method: asymmetric-shapley, groups: [[3, 1], [0, 2]]}]
      """)
    #expect(
      configuration.valuation.map { AnyHashable($0) }
        == [
          Banzhaf(), BetaShapley(alpha: 1, beta: 16), Shapley(), WeightedBanzhaf(inclusion: 0.25),
          SizeWeighted(sizes: [1, 0, 0, 1]),
          AverageMarginalEffect(inclusions: [0.5, 0.9], weights: [1, 3]),
          AsymmetricShapley(groups: [[3, 1], [0, 2]]),
        ] as [AnyHashable])
    let folder = try ScratchFolder()
    let result = try await Experiment(configuration).run(
      into: RunDirectory(path: folder.path("run"), replacing: false))
    #expect(result.rounds.allSatisfy { $0.evaluations == 16 })
    let rows = try String(contentsOfFile: folder.path("run/contributions.csv"), encoding: .utf8)
      .split(separator: "\n")
    for contribution in result.contributions {
      #expect(Set(contribution.values).count == 4)
      let own = rows.filter {
        $0.contains(",\(contribution.method),multi-round,\(contribution.utility),")
      }
      #expect(own.count == 4 * 4)
    }
    let again = try Configuration(yaml: configuration.yaml())
    #expect(try await Experiment(again).run().contributions == result.contributions)
  }

  @Test("groups of clients stay what they are where a fraction takes part")
  func groups() async throws {
    let overrides = ["participation.fraction=0.5", "training.rounds=6"]
    func values(_ methods: String) async throws -> (RunResult, [Double]) {
      let configuration = try smallConfiguration(
        overrides[0], overrides[1], "valuation=[\(methods)]")
      let result = try await Experiment(configuration).run()
      return (result, result.contributions[0].values)
    }
    let (result, late) = try await values(
      "{method: asymmetric-shapley, groups: [[0, 1], [2, 3]]}, {method: individual}")
    // With two clients in a round, those of one group share alike; else the second one's value is
    // what it adds to the first.
    let (_, first) = try await values("{method: individual}")
    let (_, all) = try await values("{method: shapley}")
    let (_, last) = try await values("{method: leave-one-out}")
    for client in 0..<4 {
      let mixed = result.rounds.filter {
        $0.clients.contains(client) && Set($0.clients.map { $0 / 2 }).count == 2
      }
      if mixed.isEmpty { #expect(late[client] == all[client]) }
      if mixed.count == result.roundsTaken[client] {
        #expect(abs(late[client] - (client < 2 ? first : last)[client]) < 1e-14)
      }
    }
    #expect(abs(late.reduce(0, +) - all.reduce(0, +)) < 1e-13)
    #expect(late != all)
  }

  @Test("refuses groups that are not a division of the clients, before the first round")
  func badGroups() async throws {
    for (groups, message) in [
      (
        "[[0, 1], [3]]",
        """
        asymmetric-shapley: player 2 is in none of the `groups`; put each of the 4 players, 0 to \
        3, in one group
        """
      ),
      (
        "[[0, 1], [2, 3, 4]]",
        "asymmetric-shapley: `groups` names player 4, but the players are 0 to 3"
      ),
    ] {
      let configuration = try smallConfiguration(
        "participation.fraction=0.5",
        "valuation=[{method: asymmetric-shapley, groups: \(groups)}]")
      let error = #expect(throws: ValuationError.self) { try Experiment(configuration).stage() }
      #expect(error?.description == message)
    }
  }

  @Test("refuses a method that does not fit a round's clients, before the first round")
  func badSizes() async throws {
    for (fraction, players) in [(1, 4), (0.5, 2)] {
      let configuration = try smallConfiguration(
        "participation.fraction=\(fraction)",
        "valuation=[{method: shapley}, {method: size-weighted, sizes: [1, 2, 1]}]")
      let error = #expect(throws: ValuationError.self) { try Experiment(configuration).stage() }
      #expect(
        error?.description == """
          size-weighted: `sizes` has 3 numbers, but the game has \(players) players; give one \
          number for each size of coalition that a player can join, 0 to \(players - 1)
          """)
    }
    _ = try Experiment(
      smallConfiguration(
        "participation.fraction=0.75", "valuation=[{method: size-weighted, sizes: [1, 2, 1]}]")
    ).stage()
  }

  @Test("divides among the clients just what training has won over all rounds")
  func efficiency() async throws {
    let result = try await Experiment(smallConfiguration()).run()
    let last = try #require(result.rounds.last)
    let won = [
      Utility.loss: result.initial.validationLoss - last.validationLoss,
      .accuracy: last.validationAccuracy - result.initial.validationAccuracy,
    ]
    for (utility, gain) in won {
      let contribution = try #require(result.contributions(method: "shapley", utility: utility))
      // Rounding alone: some hundred sums and differences of numbers near 1.
      #expect(abs(contribution.values.reduce(0, +) - gain) < 1e-13)
    }
  }

  @Test("its retraining game plays the run, to the bit, and others with fewer clients")
  func retraining() async throws {
    let experiment = Experiment(try smallConfiguration("utility=accuracy"))
    let result = try await experiment.run()
    let last = try #require(result.rounds.last)
    let game = try experiment.retraining(threads: 2)
    #expect(game.playerCount == 4)
    #expect(game.utility == .accuracy)
    let ends = [Coalition.empty, .grand(4)]
    #expect(
      try await game.worths(of: ends)
        == [result.initial.validationAccuracy, last.validationAccuracy])
    let losses = try await RetrainingGame(game.outcomes, utility: .loss).worths(of: ends)
    #expect(losses == [-result.initial.validationLoss, -last.validationLoss])
    #expect(game.outcomes.evaluations == 2)
    #expect(try experiment.retraining(utility: .loss).utility == .loss)
    // Client 2 is a free-rider, who alone trains nothing.
    let alone = try await game.outcomes([.empty, Coalition([2]), Coalition([0])])
    #expect(alone[1] == alone[0])
    #expect(alone[2] != alone[0])
  }

  @Test("its retrained values add up to what the run gained, under both utilities")
  func retrainedValues() async throws {
    let experiment = Experiment(try smallConfiguration("utility=accuracy"))
    let values = try await experiment.retrainedValues(threads: 2)
    #expect(values.count == 2)
    let game = try experiment.retraining(threads: 1)
    for utility in Utility.allCases {
      let attribution = try #require(values[utility])
      let gained = try await game.outcomes([.empty, .grand(4)]).map { utility($0) }
      #expect(abs(attribution.values.reduce(0, +) - (gained[1] - gained[0])) < 1e-13)
      let again = try await Shapley().attribute(
        RetrainingGame(game.outcomes, utility: utility), using: RandomStream(seed: 0))
      #expect(attribution == again)
    }
    let alone = try await experiment.retrainedValues(by: Individual(), threads: 1)
    let ends = try await game.worths(of: [.empty, Coalition([2])])
    #expect(alone[.accuracy]?.values[2] == ends[1] - ends[0])
    #expect(alone[.accuracy]?.evaluations == 5)
  }

  @Test("its retraining game goes on where it was broken off, to the same bits")
  func retrainingGoneOn() async throws {
    let folder = try ScratchFolder()
    let place = folder.path("game")
    let experiment = Experiment(try smallConfiguration("utility=accuracy"))
    let whole = try await experiment.retrainedValues(threads: 2)
    #expect(try await experiment.retrainedValues(threads: 2, keptIn: place) == whole)
    let file = folder.path("game/outcomes.csv")
    let text = try String(contentsOfFile: file, encoding: .utf8)
    #expect(text.split(separator: "\n").count == 17)

    // Six rows and a half are left of it.
    let rows = text.split(separator: "\n", omittingEmptySubsequences: false)
    let left = rows.prefix(7).joined(separator: "\n") + "\n"
    try (left + rows[7].prefix(5)).write(toFile: file, atomically: false, encoding: .utf8)
    do {
      let game = try experiment.retraining(threads: 2, keptIn: place)
      for utility in Utility.allCases {
        let values = try await Shapley().attribute(
          RetrainingGame(game.outcomes, utility: utility), using: RandomStream(seed: 0))
        #expect(values == whole[utility])
      }
      #expect(game.outcomes.evaluations == 10)
      // While it is played nobody else may write there.
      let error = #expect(throws: StoreError.self) {
        try experiment.retraining(keptIn: place, replacing: true)
      }
      #expect(error == .busy(path: place))
    }
    let after = try String(contentsOfFile: file, encoding: .utf8)
    #expect(after.hasPrefix(left))
    #expect(after.split(separator: "\n").sorted() == text.split(separator: "\n").sorted())

    let other = Experiment(try smallConfiguration("utility=accuracy", "seed=6"))
    let error = #expect(throws: StoreError.self) { try other.retraining(keptIn: place) }
    #expect(error == .otherBeginning(path: place, field: "config"))
    let replaced = try other.retraining(keptIn: place, replacing: true)
    _ = try await replaced.outcomes([.empty])
    #expect(replaced.outcomes.evaluations == 1)
  }

  /// The names of the free-riders where the clients are sites and one exception is made.
  private func freeRiders(among names: [String], exception: String) throws -> [String] {
    let folder = try ScratchFolder()
    let rows = (0..<60).map { "\($0 % 7),\($0 / 3 % 2),\(names[$0 % names.count])" }
    try ("x,label,place\n" + rows.joined(separator: "\n"))
      .write(toFile: folder.path("a.csv"), atomically: false, encoding: .utf8)
    let configuration = try Configuration(
      yaml: """
        dataset: {kind: csv, folder: \(folder.url.path), files: [a.csv], site: place}
        partition: {kind: sites, minimum_examples: 1}
        clients: [{client: "\(exception)", free_rider: true}]
        """)
    let clients = try Experiment(configuration).stage().federation.clients
    #expect(clients.map(\.name) == names)
    return clients.filter(\.corruption.freeRider).map(\.name)
  }

  @Test("tells how the untrained model does", arguments: Engine.allCases)
  func initial(engine: Engine) async throws {
    let experiment = Experiment(
      try smallConfiguration("engine=\(engine.rawValue)", "strategy={kind: fed-avg}"))
    let stage = try experiment.stage()
    let before = stage.validation(stage.federation.network, stage.federation.global)
    let initial = try await experiment.run().initial
    #expect(initial.validationAccuracy == before.accuracy)
    // Engines agree to single precision on losses near 1.
    #expect(abs(initial.validationLoss - before.loss) < 1e-6)
  }

  @Test("knows a client by its name first, and by its index where no name is another number")
  func exceptions() throws {
    #expect(try freeRiders(among: ["1", "10"], exception: "1") == ["1"])
    #expect(try freeRiders(among: ["1", "2"], exception: "2") == ["2"])
    #expect(try freeRiders(among: ["north", "south"], exception: "1") == ["south"])
    #expect(try freeRiders(among: ["0", "south"], exception: "1") == ["south"])

    let small = try Experiment(smallConfiguration()).stage().federation.clients
    #expect(small.map(\.corruption.labelNoise) == [0, 0.5, 0, 0])
    #expect(small.map(\.corruption.freeRider) == [false, false, true, false])
  }

  @Test(
    "never takes a number for an index where it may be a name that was mistyped",
    arguments: [
      (["1", "10"], "0"), (["1", "10"], "01"), (["1", "2"], "001"), (["1", "2"], "0"),
      (["2023", "2024"], "1"),
      (["north", "south"], "01"), (["north", "south"], "+1"), (["north", "south"], "2"),
      (["north", "south"], "-1"),
    ])
  func numbers(names: [String], exception: String) throws {
    let error = #expect(throws: UnknownClient.self) {
      try freeRiders(among: names, exception: exception)
    }
    #expect(
      error?.description == """
        `clients` has an entry for client "\(exception)", but the partition has 2 clients: \
        \(names[0]), \(names[1])
        """)
  }

  @Test("refuses an exception for a client that is not there, or two for one client")
  func badExceptions() throws {
    let unknown = #expect(throws: UnknownClient.self) {
      try Experiment(smallConfiguration("clients=[{client: 4}]")).stage()
    }
    #expect(
      unknown?.description == """
        `clients` has an entry for client "4", but the partition has 4 clients: device 0, \
        device 1, device 2, device 3
        """)
    let repeated = #expect(throws: RepeatedClient.self) {
      try Experiment(smallConfiguration("clients=[{client: device 3}, {client: 3}]")).stage()
    }
    #expect(
      repeated?.description == """
        `clients` has a second entry for client "3" (index 3); put both in one entry
        """)
  }

  @Test("refuses settings that are out of range when no config was read")
  func unchecked() throws {
    var configuration = Configuration()
    configuration.training.learningRate = -1
    let error = #expect(throws: InvalidSetting.self) { try Experiment(configuration).stage() }
    #expect(error?.description == "`training.learningRate` is -1.0, but must be above 0 and finite")
  }

  @Test("refuses what a config would be refused for")
  func checkedAlike() throws {
    func expect(
      _ message: String, sourceLocation: SourceLocation = #_sourceLocation,
      _ change: (inout Configuration) -> Void
    ) throws {
      var configuration = try smallConfiguration()
      change(&configuration)
      let error = #expect(throws: InvalidSetting.self, sourceLocation: sourceLocation) {
        try Experiment(configuration).stage()
      }
      #expect(error?.description == message, sourceLocation: sourceLocation)
    }
    try expect("`valuation` is [], but must be a list of at least one method") {
      $0.valuation = []
    }
    try expect(
      """
      `valuation[2].method` is shapley a second time, but must be a method that is not listed before
      """
    ) { $0.valuation = [Shapley(), LeaveOneOut(), Shapley()] }
    try expect(
      """
      `name` is "a/b", but must be a file name: not empty, without slashes or control characters, \
      not starting with a dot
      """
    ) { $0.name = "a/b" }
    try expect("`clients[1].labelNoise` is 2.0, but must be from 0 to 1") {
      $0.clients = [ClientOverride(client: "0"), ClientOverride(client: "1", labelNoise: 2)]
    }
  }

  @Test("refuses a strategy that too few sites take part for, once they are counted")
  func fewSites() throws {
    let configuration = try smallConfiguration("strategy={kind: fed-random, of: [{kind: bulyan}]}")
    let error = #expect(throws: InvalidSetting.self) { try Experiment(configuration).stage() }
    #expect(
      error?.description == """
        `strategy.of[0].byzantine` is 1, but must be at most 0 where 4 clients take part in a round: \
        4 × byzantine + 3 or more have to
        """)
  }

  @Test("refuses a model too large to be trained, before it is made")
  func largeModel() throws {
    var configuration = try smallConfiguration()
    configuration.model = MultilayerPerceptron(hidden: [1_000_000, 1_000_000])
    let error = #expect(throws: InvalidSetting.self) { try Experiment(configuration).stage() }
    // 3 features and 3 classes: (3 + 1) 10⁶ + (10⁶ + 1) 10⁶ + 3 (10⁶ + 1).
    #expect(
      error?.description == """
        `model` is a network of 1000008000003 parameters, but must be one of at most 67108864; \
        make its layers, or the data, narrower
        """)
  }

  @Test("refuses models that together are more than the machine holds, before they are made")
  func largeRound() throws {
    var configuration = try smallConfiguration()
    configuration.model = MultilayerPerceptron(hidden: [8000, 8000])
    let network = configuration.model.network(features: 3, classes: 3)
    let experiment = Experiment(configuration)
    try experiment.checkMemory(for: network, participants: 1, of: 4.0e9)
    let error = #expect(throws: InvalidSetting.self) {
      try experiment.checkMemory(for: network, participants: 100, of: 4.0e9)
    }
    #expect(
      error?.description == """
        `model` is a network of 64064003 parameters, but must be smaller: the models of 100 \
        participants take 24.8 GiB, and this machine has 3.7 GiB; make layers narrower, or lower \
        `participation.fraction`
        """)
  }

  @Test("stops between rounds when its task is cancelled")
  func cancelled() async throws {
    let experiment = Experiment(try smallConfiguration())
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await experiment.run()
    }
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test("says before the first round what it will take, where somebody asks")
  func forecast() async throws {
    var (told, first) = ([Int](), Forecast?.none)
    _ = try await Experiment(smallConfiguration()).run(
      onRound: { told.append($0.round) },
      onForecast: {
        first = told.isEmpty ? $0 : nil
      })
    let forecast = try #require(first)
    #expect(told == [1, 2, 3])
    #expect(forecast.rounds == 3 && forecast.coalitionsPerRound == 16)
    #expect(forecast.seconds == forecast.trainingSeconds + forecast.accountingSeconds)
  }

  @Test("tells of every round as it ends, and of no test accuracy where nothing is held out")
  func rounds() async throws {
    var told: [RoundResult] = []
    let result = try await Experiment(smallConfiguration("dataset.test=0")).run {
      told.append($0)
    }
    #expect(told == result.rounds)
    #expect(told.map(\.round) == [1, 2, 3])
    #expect(result.testExamples == 0)
    #expect(told.allSatisfy { $0.testAccuracy == nil && $0.testLoss == nil })
    let json = String(decoding: try JSONEncoder().encode(told[0]), as: UTF8.self)
    #expect(json.contains("\"testAccuracy\":null"))
  }
}
