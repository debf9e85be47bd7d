public import ApportionPrimitives

/// Simulated clients and the server that trains one model with them, a round at a time.
///
/// It is a value: a copy goes on from the same place and plays the same rounds. Clients without examples
/// take part in none.
public struct Federation: Sendable {
  public let network: Network
  public let clients: [Client]
  public let plan: TrainingPlan
  public let participation: Participation
  /// The strategy with its memory.
  public private(set) var server: Server
  /// The model the next round starts from.
  public private(set) var global: Parameters
  /// How many rounds have been played.
  public private(set) var roundsPlayed = 0

  private let stream: RandomStream
  /// Where the clients stand among those that participation is drawn from.
  private let places: [Int]
  /// How many those are.
  private let drawnFrom: Int

  /// A federation before its first round.
  ///
  /// Round 1 starts from `initial`; every draw goes by a name below `stream`.
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

  /// The server of a federation before its first round, as anybody can make it who knows the strategy.
  ///
  /// - Parameters:
  ///   - strategy: the rule.
  ///   - initial: the model that round 1 starts from.
  ///   - clients: how many the federation has.
  ///   - stream: the federation's.
  /// - Returns: the strategy with its first memory.
  public static func server(
    _ strategy: any Strategy, for initial: Parameters, clients: Int, using stream: RandomStream
  ) -> Server {
    Server(strategy, for: initial, clients: clients, using: stream.child("strategy-draw"))
  }

  /// The federation that some of the clients would have been alone, before its first round.
  ///
  /// It starts from the same model. Its clients keep their ids, and so they train by the same draws;
  /// a strategy that draws draws the same. What depends on the number of clients, like the memory of
  /// ``Scaffold`` and ``FedDyn``, goes by how many remain. Where a fraction takes part in a round, that
  /// fraction of those who remain does: the first of them in the order in which the round takes all.
  ///
  /// - Parameter members: indices into `clients`, in increasing order; at least one.
  /// - Returns: a federation that has played no round.
  /// - Precondition: no round has been played.
  public func restricted(to members: [Int]) -> Federation {
    precondition(roundsPlayed == 0, "a federation is restricted before its first round")
    precondition(zip(members, members.dropFirst()).allSatisfy(<), "\(members) are not in order")
    return Federation(
      network: network, clients: members.map { clients[$0] }, places: members.map { places[$0] },
      drawnFrom: drawnFrom, plan: plan, participation: participation, strategy: server.strategy,
      initial: global, using: stream)
  }

  /// Stands where another of the same configuration stood.
  ///
  /// - Parameters:
  ///   - round: how many rounds that one had played.
  ///   - global: the model that its next round would have started from.
  ///   - server: its strategy with its memory.
  public mutating func resume(after round: Int, from global: Parameters, server: Server) {
    precondition(global.values.count == network.parameterCount, "the model is of another network")
    (roundsPlayed, self.global, self.server) = (round, global, server)
  }

  /// Trains the round's clients, aggregates what they return, and moves on.
  ///
  /// - Parameter threads: how many clients train at once; it changes no result.
  /// - Returns: all it takes to replay the round.
  /// - Throws: ``SimulationError`` when a client's model, or the server's, is not finite. The
  ///   federation is then as it was before.
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
    // A free-rider claims the steps it did not make.
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
