public import ApportionPrimitives

/// Simulated clients and a server that trains one model with them, round by round.
///
/// It is a value: a copy continues from the same state and computes the same rounds. Clients without
/// examples take part in no round.
public struct Federation: Sendable {
  /// The network that is trained.
  public let network: Network
  /// The clients, which may include clients without examples.
  public let clients: [Client]
  /// The settings of local training.
  public let plan: TrainingPlan
  /// The choice of the clients of a round.
  public let participation: Participation
  /// The strategy with its state.
  public private(set) var server: Server
  /// The global model that the next round starts from.
  public private(set) var global: Parameters
  /// The number of completed rounds.
  public private(set) var roundsPlayed = 0

  private let stream: RandomStream
  /// The positions of `clients` among the clients that participation is drawn from.
  private let places: [Int]
  /// The number of clients that participation is drawn from.
  private let drawnFrom: Int

  /// A federation before its first round.
  ///
  /// Round 1 starts from `initial`; all random numbers come from named children of `stream`.
  public init(
    network: Network, clients: [Client], plan: TrainingPlan, participation: Participation,
    strategy: any Strategy, initial: Parameters, using stream: RandomStream
  ) {
    self.init(
      network: network, clients: clients, places: Array(clients.indices),
      drawnFrom: clients.count, plan: plan, participation: participation, strategy: strategy,
      initial: initial, using: stream)
  }

  private init(
    network: Network, clients: [Client], places: [Int], drawnFrom: Int, plan: TrainingPlan,
    participation: Participation, strategy: any Strategy, initial: Parameters,
    using stream: RandomStream
  ) {
    precondition(
      clients.contains { $0.exampleCount > 0 }, "a federation needs a client with examples")
    self.network = network
    self.clients = clients
    self.plan = plan
    self.participation = participation
    self.stream = stream
    self.places = places
    self.drawnFrom = drawnFrom
    server = Self.server(strategy, for: initial, clients: clients.count, using: stream)
    global = initial
  }

  /// The server of a federation before its first round.
  ///
  /// - Parameters:
  ///   - strategy: the strategy of the server.
  ///   - initial: the model that round 1 starts from.
  ///   - clients: the number of clients of the federation.
  ///   - stream: the stream of the federation.
  /// - Returns: the strategy with its initial state.
  public static func server(
    _ strategy: any Strategy, for initial: Parameters, clients: Int, using stream: RandomStream
  ) -> Server {
    Server(strategy, for: initial, clients: clients, using: stream.child("strategy-draw"))
  }

  /// The federation of some of the clients without the others, before its first round.
  ///
  /// It starts from the same model. Its clients keep their ids and therefore train with the same random
  /// numbers, and so does a random strategy. The state of ``Scaffold`` and ``FedDyn``, and everything
  /// else that depends on the number of clients, uses the number of remaining clients. If only a
  /// fraction of the clients takes part in a round, the same fraction of the remaining clients does:
  /// the first of them in the random order that the round gives to all clients.
  ///
  /// - Parameter members: indices into `clients`, in increasing order; at least one.
  /// - Returns: a federation before its first round.
  /// - Precondition: no round has been completed.
  public func restricted(to members: [Int]) -> Federation {
    precondition(roundsPlayed == 0, "a federation is restricted before its first round")
    precondition(zip(members, members.dropFirst()).allSatisfy(<), "\(members) is not increasing")
    return Federation(
      network: network, clients: members.map { clients[$0] }, places: members.map { places[$0] },
      drawnFrom: drawnFrom, plan: plan, participation: participation, strategy: server.strategy,
      initial: global, using: stream)
  }

  /// Restores the state of another federation with the same configuration.
  ///
  /// - Parameters:
  ///   - round: the number of rounds that the other federation had completed.
  ///   - global: the global model that its next round starts from.
  ///   - server: its strategy with its state.
  public mutating func resume(after round: Int, from global: Parameters, server: Server) {
    precondition(global.values.count == network.parameterCount, "model and network do not match")
    (roundsPlayed, self.global, self.server) = (round, global, server)
  }

  /// Computes the next round: trains its clients and aggregates their updates.
  ///
  /// - Parameter threads: the number of clients that train at the same time; it changes no result.
  /// - Returns: everything that is needed to replay the round.
  /// - Throws: ``SimulationError`` if the server's model is not finite, or if a client's is not and the
  ///   client cannot be excluded; `CancellationError`. The federation is then unchanged.
  public mutating func nextRound(threads: Int) async throws -> Round {
    let number = roundsPlayed + 1
    let roundStream = stream.child("round", number)
    let able = zip(places, clients).filter { $0.1.exampleCount > 0 }.map(\.0)
    let present = Set(
      participation.cohort(
        of: able, among: drawnFrom, using: roundStream.child("participation")))
    let cohort = zip(places, clients).filter { present.contains($0.0) }.map(\.1)
    let training = LocalTraining(network: network, plan: plan, round: number)
    let start = global
    let (network, before) = (network, server)
    let losses: [Double?] = try await concurrentMap(
      before.needsInitialLoss ? cohort.count : 0, width: threads
    ) { index in
      EvaluationSet(cohort[index].dataset, rows: cohort[index].rows)(network, start).loss
    }
    let models = try await concurrentMap(cohort.count, width: threads) { index in
      let client = cohort[index]
      guard !client.corruption.freeRider else { return start }
      return try training(
        client, from: start, minimising: before.objective(of: client.id),
        using: roundStream.child("client", client.id))
    }
    let excluded = try participation.excluded(
      from: zip(cohort, models).map { ($0.id, $0.name, $1) }, of: network, inRound: number)
    let out = Set(excluded.map(\.client))
    // A free-rider gets the step sum of the training that it did not do.
    let updates = cohort.indices.filter { !out.contains(cohort[$0].id) }.map { place in
      ClientUpdate(
        client: cohort[place].id, parameters: models[place],
        exampleCount: cohort[place].exampleCount,
        stepSum: plan.stepSum(for: cohort[place], inRound: number),
        initialLoss: losses.isEmpty ? nil : losses[place])
    }
    var after = before
    let model = try after.aggregate(updates, into: start)
    if let place = model.firstNonFinite {
      throw SimulationError.nonFiniteModel(
        round: number, strategy: before.activeStrategyID,
        parameter: network.name(ofParameter: place),
        value: model.values[place])
    }
    (server, global, roundsPlayed) = (after, model, number)
    return Round(
      number: number, network: network, globalBefore: start, serverBefore: before,
      updates: updates, excluded: excluded, globalAfter: model)
  }
}
