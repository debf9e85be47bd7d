public import ApportionPrimitives

/// Simulated clients and the server that trains one model with them, a round at a time.
///
/// It is a value: a copy goes on from the same place and plays the same rounds.
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

  /// A federation before its first round.
  ///
  /// Round 1 starts from `initial`; every draw goes by a name below `stream`.
  public init(
    network: Network, clients: [Client], plan: TrainingPlan, participation: Participation,
    strategy: any Aggregator, initial: Parameters, using stream: RandomStream
  ) {
    precondition(!clients.isEmpty, "a federation needs clients")
    self.network = network
    self.clients = clients
    self.plan = plan
    self.participation = participation
    self.stream = stream
    server = Server(
      strategy, for: initial, clients: clients.count, using: stream.child("strategy-draw"))
    global = initial
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
    let cohort = participation.cohort(of: clients, using: roundStream.child("participation"))
    let training = LocalTraining(network: network, plan: plan, round: number)
    let start = global
    let (network, before) = (network, server)
    let losses: [Double?] = try await concurrentMap(
      before.asksForLoss ? cohort.count : 0, width: threads
    ) { index in
      Evaluation(cohort[index].dataset, rows: cohort[index].rows)(network, start).loss
    }
    let models = try await concurrentMap(cohort.count, width: threads) { index in
      let client = cohort[index]
      guard !client.corruption.freeRider else { return start }
      let model = try training(
        client, from: start, minimising: before.objective(of: client.id),
        using: roundStream.child("client", client.id))
      if let place = model.firstNonFinite {
        throw SimulationError.nonFiniteUpdate(
          round: number, client: client.name, parameter: training.network.name(ofParameter: place),
          value: model.values[place])
      }
      return model
    }
    // A free-rider claims the steps it did not make.
    let updates = cohort.indices.map { place in
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
        round: number, strategy: before.ruleInForce, parameter: network.name(ofParameter: place),
        value: model.values[place])
    }
    (server, global, roundsPlayed) = (after, model, number)
    return Round(
      number: number, network: network, globalBefore: start, serverBefore: before,
      updates: updates, globalAfter: model)
  }
}
