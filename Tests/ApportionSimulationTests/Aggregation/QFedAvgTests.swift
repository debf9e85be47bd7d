import ApportionPrimitives
import ApportionSimulation
import Foundation
import Testing

@Suite("q-FedAvg")
struct QFedAvgTests {
  static let global = StrategyLawsTests.global

  static func model(
    _ strategy: QFedAvg, _ updates: [ClientUpdate]
  ) throws -> Parameters {
    var server = Server(strategy, for: global, clients: 8, using: RandomStream(seed: 0))
    return try server.aggregate(updates, into: global)
  }

  static func updates(inRound round: Int = 1, losses: [Double?]) -> [ClientUpdate] {
    zip(StrategyLawsTests.updates(inRound: round), losses).map { update, loss in
      var update = update
      update.initialLoss = loss
      return update
    }
  }

  @Test("agrees with the formula", arguments: [0.001, 0.2, 1, 5], [0.1, 2])
  func formula(q: Double, rate: Double) throws {
    let updates = Self.updates(losses: [0.7, 2.5, 0.01, 1.2])
    let model = try Self.model(QFedAvg(q: q, learningRate: rate), updates).doubles
    let start = Self.global.doubles
    var (sum, total) = (start.map { _ in 0.0 }, 0.0)
    for update in updates {
      let loss = (update.initialLoss ?? 0) + 1e-10
      let gradient = zip(start, update.parameters.doubles).map { ($0 - $1) / rate }
      for place in sum.indices { sum[place] += pow(loss, q) * gradient[place] }
      let square = gradient.reduce(0) { $0 + $1 * $1 }
      total += q * pow(loss, q - 1) * square + pow(loss, q) / rate
    }
    for place in start.indices {
      let truth = start[place] - sum[place] / total
      // One rounding of a sum whose terms are below 8.
      #expect(abs(model[place] - truth) <= 0x1p-22)
    }
  }

  @Test("with q = 0 it is the mean of the models, each counting once, at any rate")
  func mean() throws {
    let updates = Self.updates(losses: [0.7, 2.5, 0.01, 1.2])
    for rate in [0.1, 3] {
      let model = try Self.model(QFedAvg(q: 0, learningRate: rate), updates)
      for (place, made) in model.values.enumerated() {
        let mean = updates.reduce(0) { $0 + Double($1.parameters.values[place]) / 4 }
        #expect(abs(Double(made) - mean) <= abs(mean) * 0x1p-23 + 0x1p-48)
      }
    }
  }

  @Test("a client with a larger loss pulls harder than one that is alike else")
  func fairness() throws {
    var server = Server(
      QFedAvg(q: 1), for: Parameters([0]), clients: 2, using: RandomStream(seed: 0))
    let updates = [(1, 0.5), (-1, 2)].enumerated().map { client, sent in
      ClientUpdate(
        client: client, parameters: Parameters([Float(sent.0)]), exampleCount: 1,
        initialLoss: sent.1)
    }
    #expect(try server.aggregate(updates, into: Parameters([0])).values[0] < 0)
  }

  @Test("a loss of 0 has powers")
  func zeroLoss() throws {
    for q in [0.2, 1, 20] {
      let model = try Self.model(QFedAvg(q: q), Self.updates(losses: [0, 0, 0, 0]))
      #expect(model.firstNonFinite == nil)
    }
  }

  @Test("clients are asked for their loss under the global model, and by no other rule")
  func losses() async throws {
    var small = SmallFederation()
    var idle = Corruption()
    idle.freeRider = true
    small.corruptions[1] = idle
    #expect(try await small.rounds(1)[0].updates.allSatisfy { $0.initialLoss == nil })
    small.strategy = FedRandom(of: [QFedAvg()])
    let clients = small.federation.clients
    for round in try await small.rounds(2) {
      for (client, update) in zip(clients, round.updates) {
        let truth = ReferenceNetwork(round.network).outcome(
          round.globalBefore.doubles, client.dataset, rows: client.rows)
        #expect(abs(try #require(update.initialLoss) - truth.loss) < 1e-5)
      }
    }
  }

  @Test(
    "says whose loss is missing or makes no sense",
    arguments: [
      (
        nil,
        "the update of client 3 does not say its `initialLoss`; give its mean loss under the global model before it trained"
      ),
      (
        .nan,
        "client 3 has a loss of nan under the global model, but it must be at least 0 and finite; lower `training.learning_rate`"
      ),
      (
        -1,
        "client 3 has a loss of -1.0 under the global model, but it must be at least 0 and finite; lower `training.learning_rate`"
      ),
    ] as [(Double?, String)])
  func refusals(loss: Double?, problem: String) {
    let error = #expect(throws: AggregationError.self) {
      _ = try Self.model(QFedAvg(), Self.updates(losses: [1, 2, loss, 1]))
    }
    #expect(error?.description == "q-fed-avg: \(problem)")
  }

  @Test("refuses settings that are out of range")
  func settings() {
    for q in [-0.5, 21, Double.nan] {
      let error = #expect(throws: InvalidSetting.self) { try QFedAvg(q: q).validate() }
      #expect(error?.description == "`q` is \(q), but must be at least 0 and at most 20")
    }
    let error = #expect(throws: InvalidSetting.self) {
      try QFedAvg(q: 1, learningRate: -0.1).validate()
    }
    #expect(error?.description == "`learningRate` is -0.1, but must be above 0 and finite")
  }
}
