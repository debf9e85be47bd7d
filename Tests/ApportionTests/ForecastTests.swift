import Apportion
import Foundation
import Testing

@Suite("Forecast")
struct ForecastTests {
  static func configuration(_ overrides: String...) throws -> Configuration {
    try Configuration(
      yaml: """
        dataset: {kind: digits}
        partition: {kind: iid, clients: 4}
        model: {kind: mlp, hidden: [16]}
        training: {rounds: 3, learning_rate: 0.05}
        """, overriding: overrides)
  }

  @Test("counts the rounds, the clients, the coalitions and the work")
  func counts() async throws {
    let forecast = try await Experiment(Self.configuration()).forecast(threads: 2)
    #expect(forecast.rounds == 3)
    #expect(forecast.clientsPerRound == 4)
    #expect(forecast.coalitionsPerRound == 16)
    #expect(forecast.engine == .mixedAuto)
    // 359 examples: 4 first layers of 64 · 16, then for 16 coalitions the mixing of 16 units, a
    // second layer of 16 · 10 and 10 exponentials.
    let coalition = 2.0 * 16 + 2 * 160 + 200
    #expect(forecast.operationsPerRound == 359 * (4 * 2 * 1024 + 16 * coalition))
    #expect(forecast.trainingSeconds > 0 && forecast.trainingSeconds.isFinite)
    #expect(forecast.accountingSeconds > 0 && forecast.accountingSeconds.isFinite)
  }

  @Test("counts the bytes of the data, with what is copied of them, and of the models")
  func bytes() async throws {
    let forecast = try await Experiment(Self.configuration()).forecast(threads: 1)
    let examples = Double(1797 * (4 * 64 + 12))
    // Validation and test examples are laid out again, without features that are zero throughout.
    #expect(forecast.dataBytes > examples)
    #expect(forecast.dataBytes <= examples + Double(3 * 400 * 4 * 64))
    let parameters = 64 * 16 + 16 + 16 * 10 + 10
    #expect(forecast.modelBytes == Double(4 * parameters * 8))
    let noisy = try Self.configuration("clients=[{client: 0, feature_noise: 1}]")
    let more = try await Experiment(noisy).forecast(threads: 1).dataBytes
    #expect(more > forecast.dataBytes + Double(269 * 4 * 64))
    #expect(forecast.data.classes.map(\.examples).reduce(0, +) == 1797)
    #expect(forecast.data.notes == [])
  }

  @Test("knows when a method does not need all coalitions, and when it cannot serve so many")
  func methods() async throws {
    let many = try Self.configuration("partition.clients=14", "valuation=[{method: individual}]")
    #expect(try await Experiment(many).forecast(threads: 1).coalitionsPerRound == 15 + 2)
    let tooMany = try Self.configuration("partition.clients=17")
    let error = await #expect(throws: ValuationError.self) {
      try await Experiment(tooMany).forecast(threads: 1)
    }
    #expect(error == .tooManyPlayers(method: "shapley", players: 17, limit: 16))
  }

  @Test("names the engine of a rule that is not affine, whose models hold no worker's memory")
  func models() async throws {
    let median = try Self.configuration("strategy={kind: fed-median}")
    let forecast = try await Experiment(median).forecast(threads: 1)
    #expect(forecast.engine == .perCoalition)
    #expect(forecast.workerBytes == 0)
  }

  @Test("workers that do not fit into the memory allowed are refused, and fewer change no bit")
  func memory() async throws {
    let stage = try Experiment(Self.configuration()).stage()
    var federation = stage.federation
    let round = try await federation.nextRound(threads: 1)
    func account(_ memory: Int?) async throws -> RoundAccount {
      try await RoundAccount(
        for: round, by: [Shapley()], on: stage.validation, using: RandomStream(seed: 0),
        threads: 3, memory: memory)
    }
    let work = RoundCost(engine: .mixedAuto, network: round.network, players: 4, examples: 359)
    let enough = work.workerBytes
    #expect(try await account(Int(enough)) == account(nil))
    let error = await #expect(throws: ReconstructionError.self) {
      try await account(Int(enough) - 1)
    }
    #expect(error == .tooLittleMemory(round: 1, needed: enough, allowed: enough - 1))
    #expect(
      error?.description == """
        round 1: evaluating all coalitions takes 1 MiB for one worker, but 0 MiB are allowed; raise \
        --memory, or lower `participation.fraction`
        """)
  }

  @Test("counts the bytes of all coalitions where all are evaluated")
  func tableBytes() async throws {
    let exact = try await Experiment(Self.configuration()).forecast(threads: 1)
    #expect(exact.tableBytes == 96 * 16)
    let many = try Self.configuration("partition.clients=14", "valuation=[{method: individual}]")
    #expect(try await Experiment(many).forecast(threads: 1).tableBytes == 0)
  }

  @Test("more coalitions than the machine holds are refused before any is made")
  func largeTables() async throws {
    let budget = 1 << 41
    let all = try Self.configuration(
      "partition.clients=40", "valuation=[{method: permutation, budget: \(budget)}]")
    let early = #expect(throws: ValuationError.self) { try Experiment(all).stage() }
    let machine = Double(ProcessInfo.processInfo.physicalMemory)
    let expected = ValuationError.tooLargeTable(players: 40, needed: 96 * 0x1p40, machine: machine)
    #expect(early == expected)

    let some = try Self.configuration("partition.clients=40", "valuation=[{method: individual}]")
    let stage = try Experiment(some).stage()
    var federation = stage.federation
    let round = try await federation.nextRound(threads: 2)
    for engine in [Engine.automatic, .perCoalition, .reference] {
      let outcomes = try RoundOutcomes(of: round, on: stage.validation, engine: engine, threads: 2)
      await #expect(throws: expected) { try await outcomes.tabulate() }
      let game = DividedRoundGame(RoundGame(outcomes, utility: .accuracy), by: .classes)
      await #expect(throws: expected) { try await game.tables(ofParts: 0..<1) }
    }
  }
}
