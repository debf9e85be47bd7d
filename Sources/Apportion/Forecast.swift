import ApportionPrimitives
public import ApportionReconstruction
import ApportionSimulation
import ApportionValuation

/// What an experiment will take on this machine, before it is run.
public struct Forecast: Codable, Hashable, Sendable {
  public let rounds: Int
  public let clientsPerRound: Int
  /// Coalitions that are evaluated in a round.
  public let coalitionsPerRound: Double
  public let engine: Engine
  /// Floating-point operations to account for a round.
  public let operationsPerRound: Double
  /// Bytes that a worker holds while it accounts.
  public let workerBytes: Double
  /// Bytes of what the workers find, where all coalitions of a round are evaluated at once; 0 elsewhere.
  public let tableBytes: Double
  /// Bytes of the examples, their copies for evaluation and for clients with noise among them.
  public let dataBytes: Double
  /// Bytes of the models of a round, before, after and of every participant.
  public let modelBytes: Double
  /// The classes with their counts, and what one might not expect of the data.
  public let data: DataSummary
  /// Seconds for all rounds, on the threads given.
  public let trainingSeconds: Double
  public let accountingSeconds: Double

  public var seconds: Double { trainingSeconds + accountingSeconds }
}

extension Experiment {
  /// Predicts the work from the configuration, and the time from a short calibration: some steps of
  /// training, and all coalitions of two and of four clients on a few examples.
  ///
  /// The rule of round 1 stands for all, so a combination of quick and slow rules is off by their shares.
  ///
  /// - Parameter threads: on how many the experiment will run.
  /// - Returns: the forecast; its seconds are good to a factor of about two on a quiet machine.
  /// - Throws: what ``stage()`` throws, and what a method says to so many clients.
  public func forecast(threads: Int) async throws -> Forecast {
    try await forecast(stage(), threads: threads)
  }

  /// The same where the stage is set already.
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
  /// Bytes of the examples and of their copies.
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
  /// Seconds to evaluate all coalitions of a round that so many clients have hardly moved.
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

  /// Seconds for one step of SGD.
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
