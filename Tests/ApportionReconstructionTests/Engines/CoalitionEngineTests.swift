import ApportionPrimitives
import ApportionReconstruction
import ApportionSimulation
import Testing

@Suite("Every engine agrees with the naive one, on every coalition")
struct CoalitionEngineTests {
  static let momentum = FedAvgM()
  static let slowMomentum = FedAvgM(momentum: 0.9, serverLearningRate: 0.5)
  static let mixed = FedRandom(of: [FedAvg(), slowMomentum])

  /// One to eight clients, one to seventeen other classes, panels that end in and between blocks of
  /// 32, chunks of one and of several panels, classes that nobody has examples of.
  static let rounds: [DrawnRound] =
    [
      // No hidden layer.
      DrawnRound(weights: [4], samples: [1, 0, 0]),
      DrawnRound(strategy: momentum, weights: [1, 9], samples: [33, 31]),
      DrawnRound(strategy: slowMomentum, weights: [5, 0, 1], samples: [127, 128, 129]),
      DrawnRound(strategy: mixed, weights: [3, 3, 70, 1], samples: [0, 1000]),
      DrawnRound(weights: [1, 2, 3, 4, 5], samples: Array(repeating: 2, count: 17)),
      DrawnRound(weights: [9, 1, 4, 1, 5, 2], samples: [0, 32, 0, 31, 0, 0, 1, 0, 33, 0]),
      DrawnRound(strategy: mixed, weights: [9, 0, 4, 1, 5, 2, 6], samples: [31, 32, 33], seed: 2),
      DrawnRound(strategy: momentum, weights: [8, 7, 6, 5, 4, 3, 2, 1], samples: [32, 1]),
      // One.
      DrawnRound(hidden: [4], strategy: mixed, weights: [4], samples: [33, 0, 31], seed: 3),
      DrawnRound(
        hidden: [1], activation: .tanh, strategy: slowMomentum, weights: [1, 9], samples: [1000, 0]),
      DrawnRound(
        hidden: [3], strategy: momentum, weights: [5, 0, 1], samples: Array(0..<17).map { 3 * $0 }),
      DrawnRound(
        hidden: [7], activation: .tanh, strategy: mixed, weights: [3, 3, 70, 1],
        samples: [128, 127]),
      DrawnRound(hidden: [17], weights: [1, 2, 3, 4, 5], samples: [0, 0, 32, 33, 1]),
      DrawnRound(
        hidden: [3], strategy: slowMomentum, weights: [9, 1, 4, 1, 5, 2], samples: [129, 0, 1]),
      DrawnRound(
        hidden: [5], activation: .tanh, weights: [9, 0, 4, 1, 5, 2, 6],
        samples: [3, 0, 1, 0, 4, 1, 0, 5, 9, 2]),
      DrawnRound(
        hidden: [4], strategy: momentum, weights: [8, 7, 6, 5, 4, 3, 2, 1], samples: [31, 2]),
      // Two and three.
      DrawnRound(hidden: [4, 3], weights: [4], samples: [129, 1]),
      DrawnRound(
        hidden: [4, 3], activation: .tanh, strategy: momentum, weights: [1, 9],
        samples: [32, 0, 33]),
      DrawnRound(
        hidden: [2, 5, 3], strategy: slowMomentum, weights: [5, 0, 1], samples: [31, 1, 127]),
      DrawnRound(
        hidden: [3, 2, 3], activation: .tanh, strategy: mixed, weights: [3, 3, 70, 1],
        samples: [1, 1, 1, 1, 0, 1, 1, 1, 1, 30]),
      DrawnRound(
        hidden: [3, 20], strategy: mixed, weights: [1, 2, 3, 4, 5],
        samples: Array(repeating: 1, count: 17), seed: 2),
      DrawnRound(
        hidden: [1, 1, 4], strategy: momentum, weights: [9, 1, 4, 1, 5, 2], samples: [33, 32]),
      DrawnRound(
        hidden: [3, 2], activation: .tanh, strategy: slowMomentum, weights: [9, 0, 4, 1, 5, 2, 6],
        samples: [0, 31, 0]),
      DrawnRound(hidden: [3, 3], weights: [8, 7, 6, 5, 4, 3, 2, 1], samples: [8, 9]),
    ] + objectives

  /// For each of the rules with an objective, a step or a bound of its own: every depth.
  static let objectives: [DrawnRound] =
    ([
      FedProx(), FedNova(), Scaffold(), Scaffold(serverLearningRate: 0.5), FedDyn(),
      FedDyn(alpha: 0.75), QFedAvg(), QFedAvg(q: 1, learningRate: 2), NormClipped(),
    ] as [any Strategy]).enumerated().flatMap { place, strategy in
      [[], [4], [3, 4], [2, 5, 3]].map { (hidden: [Int]) in
        DrawnRound(
          hidden: hidden, activation: place % 2 == 0 ? .relu : .tanh, strategy: strategy,
          weights: hidden.count == 1 ? [9, 0, 4, 1, 5, 2] : [3, 5, 70, 1],
          samples: [33, 0, 31, 70], seed: UInt64(place))
      }
    }

  @Test("under every affine rule, for every kind of network", arguments: rounds)
  func agreement(drawn: DrawnRound) async throws {
    try await drawn.round().expectAgreement(on: drawn.evaluation)
  }

  @Test("and the rounds above are of every rule, with a memory where there is one")
  func variety() throws {
    let rounds = try Self.rounds.map { try $0.round() }
    let affine = try Catalog.strategies.types.filter { type in
      guard let rule = type.init() as? any Strategy, type != FedRandom.self else { return false }
      let round = try DrawnRound(strategy: rule, weights: [1, 2], samples: [1, 1]).round()
      return try round.serverBefore.combination(of: round.updates, into: round.globalBefore) != nil
    }
    #expect(affine.count > 6)
    #expect(Set(rounds.map(\.strategy)) == Set(affine.map { $0.id }))
    let drawn = zip(Self.rounds, rounds).filter { $0.0.strategy is FedRandom }.map(\.1.strategy)
    #expect(Set(drawn) == ["fed-avg", "fed-avg-m"])
    for round in rounds where ["fed-avg-m", "fed-dyn"].contains(round.strategy) {
      let offset = try #require(
        try round.serverBefore.combination(of: round.updates, into: round.globalBefore)
      ).offset
      #expect(offset.contains { $0.vector.values.contains { $0 != 0 } })
    }
  }

  /// A round for each engine and activation, with a step that all coalitions share and with one that
  /// they do not.
  static let kinds: [DrawnRound] =
    [[], [4], [3, 4], [3, 2, 3]].flatMap { (hidden: [Int]) in
      Activation.allCases.flatMap { activation in
        ([slowMomentum, FedNova()] as [any Strategy]).map { strategy in
          DrawnRound(
            hidden: hidden, activation: activation, strategy: strategy, weights: [5, 1, 0, 3],
            samples: [33, 2, 0, 40])
        }
      }
    }

  @Test("when logits are extreme", arguments: kinds, [1e3, 1e6] as [Float])
  func extreme(kind: DrawnRound, size: Float) async throws {
    var drawn = kind
    drawn.size = size
    try await drawn.round().expectAgreement(on: drawn.evaluation)
  }

  @Test("when one client has almost no weight", arguments: kinds)
  func featherweight(kind: DrawnRound) async throws {
    var drawn = kind
    drawn.weights = [60_000, 1, 1]
    try await drawn.round().expectAgreement(on: drawn.evaluation)
  }

  @Test(
    "when one client has almost no weight and the network is deep",
    arguments: Activation.allCases, [1, 2, 3] as [UInt64])
  func deepFeatherweight(activation: Activation, seed: UInt64) async throws {
    let drawn = DrawnRound(
      hidden: Array(repeating: 6, count: 9), activation: activation, weights: [1_000_000, 1, 1],
      samples: [5, 5, 5], seed: seed)
    try await drawn.round().expectAgreement(on: drawn.evaluation)
  }

  @Test("when clients are identical", arguments: kinds)
  func identical(kind: DrawnRound) async throws {
    var round = try kind.round()
    for client in 1..<4 { round.updates[client].parameters = round.updates[0].parameters }
    try round.endAsUpdated()
    try await round.expectAgreement(on: kind.evaluation)
  }

  @Test("when nobody knows anything: ties go to the first class", arguments: kinds)
  func zero(kind: DrawnRound) async throws {
    var drawn = kind
    drawn.size = 0
    let round = try drawn.round()
    try await round.expectAgreement(on: drawn.evaluation)
    for engine in try round.fastEngines {
      for outcome in try await round.outcomes(by: engine, on: drawn.evaluation) {
        #expect(outcome.correct == 33)
      }
    }
  }

  @Test("when two classes tie exactly, and others do not", arguments: kinds)
  func tied(kind: DrawnRound) async throws {
    var round = try kind.round().byFedAvg
    let output = round.network.layers[round.network.layers.count - 1]
    // The last class says what the first does, in every model that takes part.
    func tie(_ model: inout Parameters) {
      for input in 0..<output.inputs {
        model.values[output.weights + 3 * output.inputs + input] =
          model.values[output.weights + input]
      }
      model.values[output.biases + 3] = model.values[output.biases]
    }
    tie(&round.globalBefore)
    for client in round.updates.indices { tie(&round.updates[client].parameters) }
    try round.endAsUpdated()
    try await round.expectAgreement(on: kind.evaluation)
    // Whoever is said to be of the first class is never said to be of the last.
    var others = kind
    others.samples = [0, 0, 0, 40]
    for engine in try round.fastEngines {
      let outcomes = try await round.outcomes(by: engine, on: others.evaluation)
      #expect(outcomes[1..<15].allSatisfy { $0.correct == 0 })
    }
  }

  @Test("when every feature is 0", arguments: kinds)
  func nothingToSee(kind: DrawnRound) async throws {
    var dataset = kind.dataset
    dataset.features = dataset.features.map { _ in 0 }
    try await kind.round().expectAgreement(
      on: EvaluationSet(dataset, rows: Array(0..<dataset.count)))
  }

  @Test(
    "one, two and three threads give the same bits with every instruction set", arguments: kinds)
  func sameBits(kind: DrawnRound) async throws {
    // Eleven panels, so three chunks.
    var drawn = kind
    drawn.samples = [3, 0, 2, 257, 1, 1, 2, 1, 33]
    let (round, evaluation) = (try drawn.round(), drawn.evaluation)
    for engine in try round.fastEngines {
      let first = try await round.outcomes(by: engine, on: evaluation, kernels: .available[0])
      #expect(Set(first).count == 8, "one client has no weight")
      for kernels in Kernels.available {
        for threads in 1...3 where threads > 1 || kernels.name != Kernels.available[0].name {
          let outcomes = try await round.outcomes(
            by: engine, on: evaluation, threads: threads, kernels: kernels)
          #expect(outcomes == first, "\(engine), \(kernels.name), \(threads) threads")
        }
      }
    }
  }

  @Test("panels go by stable forms where units keep their signs, and directly where they do not")
  func adaptive() async throws {
    let drawn = DrawnRound(
      hidden: [64], weights: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], samples: [20, 0, 13])
    var round = try drawn.round()
    func share() async throws -> Double? {
      let outcomes = try RoundOutcomes(
        of: round, on: drawn.evaluation, engine: .mixedAuto, threads: 1)
      #expect(outcomes.stableShare == nil, "before anything is evaluated")
      try await outcomes.tabulate()
      return outcomes.stableShare
    }
    func outcomes(_ engine: Engine) async throws -> [Outcome] {
      try await round.outcomes(by: engine, on: drawn.evaluation)
    }
    #expect(try await share() == 0)
    #expect(try await outcomes(.mixedAuto) == outcomes(.mixed))
    for client in round.updates.indices {
      round.updates[client].parameters = round.updates[0].parameters
    }
    try round.endAsUpdated()
    #expect(try await share() == 1)
    #expect(try await outcomes(.mixedAuto) == outcomes(.mixedReLU))
    #expect(try await outcomes(.mixedReLU) != outcomes(.mixed), "the last bits tell them apart")
  }

  @Test("features that are always 0 may be left out, and no bit changes", arguments: kinds)
  func withoutZeros(kind: DrawnRound) async throws {
    let (round, dataset) = (try kind.round().byFedAvg, kind.dataset)
    let (less, without) = (try round.withoutFirstFeature, dataset.withoutFirstFeature)
    let rows = Array(0..<dataset.count)
    for engine in try [.perCoalition] + round.fastEngines {
      let outcomes = try await round.outcomes(by: engine, on: EvaluationSet(dataset, rows: rows))
      let same = try await less.outcomes(by: engine, on: EvaluationSet(without, rows: rows))
      #expect(outcomes == same, "\(engine)")
    }
  }

  // A tanh is 1 of an infinity, too.
  @Test(
    "a sum that overflows on the way is an error, not an account",
    arguments: kinds.filter { $0.activation == .relu })
  func overflow(kind: DrawnRound) async throws {
    var round = try kind.round().byFedAvg
    // The second hidden unit, or class, of one client.
    let (layer, half) = (round.network.layers[0], Float.greatestFiniteMagnitude / 2)
    round.updates[1].parameters.values.replaceSubrange(
      layer.weights + layer.inputs..<layer.weights + 2 * layer.inputs, with: [0, 0, half, half, 0])
    let dataset = Dataset(
      features: [0, 0, 100, 100, 0, 0, 0, 1, 1, 0], featureCount: 5, labels: [0, 1],
      classNames: ["a", "b", "c", "d"])
    for engine in try [.perCoalition] + round.fastEngines {
      await #expect(throws: ReconstructionError.self, "\(engine)") {
        _ = try await round.outcomes(by: engine, on: EvaluationSet(dataset, rows: [0, 1]))
      }
    }
  }
}

extension Round {
  /// The round under a rule without memory, so that the models of its clients are all there is.
  fileprivate var byFedAvg: Round {
    get throws {
      var round = self
      round.serverBefore = Server(
        FedAvg(), for: globalBefore, clients: 8, using: RandomStream(seed: 0))
      try round.endAsUpdated()
      return round
    }
  }

  /// The round as it would have been had nobody known of the first feature.
  fileprivate var withoutFirstFeature: Round {
    get throws {
      let layer = network.layers[0]
      func less(_ model: Parameters) -> Parameters {
        Parameters(
          model.values.indices.filter { $0 >= layer.biases || $0 % layer.inputs != 0 }
            .map { model.values[$0] })
      }
      var round = self
      round.network = Network(
        widths: [layer.inputs - 1] + network.widths.dropFirst(), activation: network.activation)
      round.globalBefore = less(globalBefore)
      round.updates = updates.map {
        ClientUpdate(
          client: $0.client, parameters: less($0.parameters), exampleCount: $0.exampleCount)
      }
      return try round.byFedAvg
    }
  }
}

extension Dataset {
  fileprivate var withoutFirstFeature: Dataset {
    Dataset(
      features: features.indices.filter { $0 % featureCount != 0 }.map { features[$0] },
      featureCount: featureCount - 1, labels: labels, classNames: classNames)
  }
}
