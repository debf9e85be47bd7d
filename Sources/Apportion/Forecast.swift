import ApportionPrimitives
public import ApportionReconstruction
import ApportionSimulation
import ApportionValuation

/// The predicted cost of an experiment on this machine.
public struct Forecast: Codable, Hashable, Sendable {
  /// The number of rounds.
  public let rounds: Int
  /// The number of clients that participate in a round.
  public let clientsPerRound: Int
  /// The number of coalitions that are evaluated in a round.
  public let coalitionsPerRound: Double
  /// How coalitions are evaluated.
  public let engine: Engine
  /// The floating-point operations that the account of a round takes.
  public let operationsPerRound: Double
  /// The bytes that a worker holds during the accounting.
  public let workerBytes: Double
  /// The bytes of the outcomes if all coalitions of a round are evaluated at once; otherwise 0.
  public let tableBytes: Double
  /// The bytes of the examples, including the copies for evaluation and for clients with noise.
  public let dataBytes: Double
  /// The bytes of the models of a round: those before and after, and that of every participant.
  public let modelBytes: Double
  /// The classes with their counts, and notes on unexpected properties of the data.
  public let data: DataSummary
  /// The seconds that the training of all rounds takes, on the given number of threads.
  public let trainingSeconds: Double
  /// The seconds that the accounts of all rounds take, on the given number of threads.
  public let accountingSeconds: Double

  /// The seconds that the whole experiment takes.
  public var seconds: Double { trainingSeconds + accountingSeconds }
}

extension Experiment {
  /// Predicts the cost from the configuration and a short calibration.
  ///
  /// The calibration times some steps of training, and all coalitions of two and of four clients on a few
  /// examples. It uses the strategy of round 1 for all rounds, so the forecast is biased if a random strategy
  /// mixes fast and slow ones.
  ///
  /// - Parameter threads: the number of threads on which the experiment will run.
  /// - Returns: the forecast; its seconds are accurate to a factor of about two on an idle machine.
  /// - Throws: what ``stage()`` throws, and what a method throws for this many clients.
  public func forecast(threads: Int) async throws -> Forecast {
    try await forecast(stage(), threads: threads)
  }

  /// Predicts the cost of an experiment whose stage exists already.
  ///
  /// - Parameters:
  ///   - stage: the data and the federation.
  ///   - threads: the number of threads on which the experiment will run.
  /// - Returns: the forecast, as ``forecast(threads:)`` gives it.
  /// - Throws: what a method throws for this many clients.
  public func forecast(_ stage: Stage, threads: Int) async throws -> Forecast {
    let federation = stage.federation
    let players = configuration.participation.count(of: federation.clients.count)
    let methods = configuration.valuation.map { $0.among(Array(0..<players)) }
    for method in methods { try method.checkPlayers(players) }
    let asked = methods.map { Double($0.evaluations(forPlayers: players)) }.max()

    let sample = EvaluationSet(stage.dataset, rows: Array(stage.split.validation.prefix(512)))
    let (two, engine) = try await federation.timeToEvaluate(
      players: 2, on: sample, engine: configuration.engine)
    let (four, _) = try await federation.timeToEvaluate(
      players: 4, on: sample, engine: configuration.engine)
    // T(n) = n · client + 2ⁿ · coalition.
    let coalition = max((four - 2 * two) / 8, 0)
    let client = max((two - 4 * coalition) / 2, 0)

    let work = RoundCost(
      engine: engine, network: federation.network, players: players,
      examples: stage.validation.count)
    let isTabulated = RoundAccount.isTabulated(players, by: methods)
    let coalitions = isTabulated ? work.coalitions : (asked ?? 0) + 2
    let scale = Double(stage.validation.count) / Double(sample.count) / Double(threads)
    let rounds = Double(configuration.training.rounds)
    let steps = federation.clients.reduce(0) { $0 + configuration.training.steps(for: $1) }
    let share = Double(players) / Double(federation.clients.count)
    return Forecast(
      rounds: configuration.training.rounds, clientsPerRound: players,
      coalitionsPerRound: coalitions, engine: engine,
      operationsPerRound: work.operations * coalitions / work.coalitions,
      workerBytes: work.workerBytes,
      tableBytes: isTabulated ? CoalitionTable.bytes(players: players) : 0,
      dataBytes: stage.dataBytes,
      modelBytes: modelBytes(of: federation.network, participants: players),
      data: stage.dataset.summary,
      trainingSeconds: rounds * share * Double(steps) * (try federation.timeOfStep())
        / Double(min(threads, players)),
      accountingSeconds: rounds * scale * (Double(players) * client + coalitions * coalition))
  }
}

extension Experiment.Stage {
  /// The bytes of the examples and of their copies.
  fileprivate var dataBytes: Double {
    let example = 4 * Double(dataset.featureCount) + 12
    let noisy = federation.clients.filter {
      $0.corruption.labelNoise > 0 || $0.corruption.featureNoise > 0
    }
    let copies = [validation, test].flatMap(\.panels).reduce(0) { $0 + $1.features.count }
    let rows = noisy.reduce(dataset.count) { $0 + $1.exampleCount }
    return example * Double(rows) + 4 * Double(copies)
  }
}

extension Federation {
  /// The seconds to evaluate all coalitions of a round with `players` clients whose models are unchanged.
  fileprivate func timeToEvaluate(
    players: Int, on sample: EvaluationSet, engine: Engine
  ) async throws -> (seconds: Double, engine: Engine) {
    let updates = (0..<players).map { client in
      ClientUpdate(
        client: client, parameters: global, exampleCount: client + 1,
        stepSum: plan.stepSum(for: clients[client % clients.count], inRound: 1), initialLoss: 1)
    }
    let round = Round(
      number: 1, network: network, globalBefore: global, serverBefore: server, updates: updates,
      globalAfter: global)
    var best = Double.infinity
    var resolved = engine
    for _ in 0..<3 {
      let outcomes = try RoundOutcomes(of: round, on: sample, engine: engine, threads: 1)
      let start = ContinuousClock.now
      try await outcomes.tabulate()
      best = min(best, (ContinuousClock.now - start) / .seconds(1))
      resolved = outcomes.engine
    }
    return (best, resolved)
  }

  /// The seconds for one step of SGD.
  fileprivate func timeOfStep() throws -> Double {
    var short = plan
    short.localSteps = 20
    let training = LocalTraining(network: network, plan: short, round: 1)
    let stream = RandomStream(seed: 0)
    _ = try training(clients[0], from: global, using: stream)
    let start = ContinuousClock.now
    _ = try training(clients[0], from: global, using: stream)
    return (ContinuousClock.now - start) / .seconds(1) / Double(short.localSteps)
  }
}
