import ApportionPrimitives
import ApportionSimulation
import Foundation
import Testing

/// What every rule owes, whatever it does.
///
/// A strategy joins these tests by its line in the catalog.
@Suite("Laws of every catalogued strategy")
struct StrategyLawsTests {
  static let strategies = Catalog.strategies.types.compactMap { $0.init() as? any Strategy }

  static let clients: [(id: Int, examples: Int)] = [(0, 5), (2, 40), (3, 1), (7, 12)]
  static let global = numbers("global")

  /// Twenty numbers, so that a register of sixteen is filled and another begun.
  static func numbers(_ name: String, _ index: Int = 0) -> Parameters {
    var draws = RandomStream(seed: 50).child(name, index)
    return Parameters((0..<20).map { _ in Float(draws.normal()) })
  }

  static func updates(inRound round: Int) -> [ClientUpdate] {
    clients.map {
      ClientUpdate(
        client: $0.id, parameters: numbers("round \(round)", $0.id), exampleCount: $0.examples,
        stepSum: Double($0.id + 1) / 8, initialLoss: Double($0.id + 1) / 4)
    }
  }

  /// A server that has a few rounds behind it, so that it has something to remember.
  static func seasoned(_ strategy: any Strategy, seed: UInt64) throws -> Server {
    var server = Server(strategy, for: global, clients: 8, using: RandomStream(seed: seed))
    for round in 1...4 { _ = try server.aggregate(updates(inRound: round), into: global) }
    return server
  }

  /// The next three models, the server being a copy.
  static func models(
    _ server: Server, _ change: ([ClientUpdate]) -> [ClientUpdate] = { $0 }
  ) throws -> [Parameters] {
    var server = server
    var global = global
    return try (5...7).map { round in
      global = try server.aggregate(change(updates(inRound: round)), into: global)
      return global
    }
  }

  @Test("there is a strategy for every line of the catalog")
  func catalog() {
    #expect(Self.strategies.count == Catalog.strategies.types.count)
  }

  @Test("its defaults are valid", arguments: strategies.indices)
  func defaults(index: Int) throws {
    try Self.strategies[index].validate()
  }

  @Test("the order of arrival does not matter", arguments: strategies.indices, [1, 2, 3])
  func order(index: Int, seed: UInt64) throws {
    let server = try Self.seasoned(Self.strategies[index], seed: seed)
    let models = try Self.models(server, Self.cancelling)
    #expect(try Self.models(server) { Self.cancelling($0).reversed() } == models)
    #expect(
      try Self.models(server) {
        let updates = Self.cancelling($0)
        return [updates[2], updates[0], updates[3], updates[1]]
      } == models)
  }

  /// The updates with the second nearly the opposite of the first, and both enormous.
  ///
  /// What is left of their sum depends on when the others are added, even in Double: an order that
  /// mattered would show.
  static func cancelling(_ updates: [ClientUpdate]) -> [ClientUpdate] {
    var updates = updates
    updates[1].exampleCount = updates[0].exampleCount
    updates[0].parameters.values = updates[0].parameters.values.map { $0 * 0x1p40 }
    updates[1].parameters.values = updates[0].parameters.values.map { -$0 }
    return updates
  }

  @Test(
    "doubling every count of examples does not matter", arguments: strategies.indices, [1, 2, 3])
  func doubling(index: Int, seed: UInt64) throws {
    let server = try Self.seasoned(Self.strategies[index], seed: seed)
    let doubled = try Self.models(server) { updates in
      updates.map { update in
        var update = update
        update.exampleCount *= 2
        return update
      }
    }
    #expect(try doubled == Self.models(server))
  }

  /// The rules that do not go where one client alone has gone: they take steps of a length of their
  /// own, bound that of the client's, or go another way than to the mean of the clients.
  static let stepping = [
    "fed-adagrad",
    "fed-adam",
    "fed-yogi",
    "fed-dyn",
    "q-fed-avg",
    "norm-clipped",
  ]

  @Test(
    "one client alone makes the model from the start, to rounding",
    arguments: strategies.indices.filter { !stepping.contains(type(of: strategies[$0]).id) })
  func alone(index: Int) throws {
    let update = Self.updates(inRound: 1)[1]
    var server = Server(
      Self.strategies[index], for: Self.global, clients: 8, using: RandomStream(seed: 51))
    let model = try server.aggregate([update], into: Self.global)
    for (made, sent) in zip(model.values, update.parameters.values) {
      // Rules by differences, θ − η (θ − θₖ), round once more at the size of θ, which is below 4.
      #expect(abs(made - sent) <= 0x1p-22)
    }
  }

  @Test("a client alone is worth the same at any number of examples", arguments: strategies.indices)
  func aloneAtAnySize(index: Int) throws {
    let server = try Self.seasoned(Self.strategies[index], seed: 52)
    let models = try [1, 3, 1_000_000].map { count in
      try Self.models(server) {
        var update = $0[1]
        update.exampleCount = count
        return [update]
      }
    }
    #expect(models[0] == models[1])
    #expect(models[0] == models[2])
  }

  @Test("a copy does not disturb the original", arguments: strategies.indices)
  func copies(index: Int) throws {
    let server = try Self.seasoned(Self.strategies[index], seed: 53)
    let (before, first) = (server, try Self.models(server))
    #expect(server == before)
    #expect(server.hashValue == before.hashValue)
    #expect(try Self.models(server) == first)
  }

  @Test("a stored server goes on with the same bits", arguments: strategies.indices, [1, 2, 3])
  func storage(index: Int, seed: UInt64) throws {
    let server = try Self.seasoned(Self.strategies[index], seed: seed)
    let restored = try JSONDecoder().decode(Server.self, from: JSONEncoder().encode(server))
    #expect(restored == server)
    #expect(restored.activeStrategyID == server.activeStrategyID)
    #expect(try Self.models(restored) == Self.models(server))
  }

  @Test("is written with its kind and read back equal", arguments: strategies.indices)
  func choice(index: Int) throws {
    let choice = StrategyChoice(Self.strategies[index])
    let json = try JSONEncoder().encode(choice)
    #expect(try JSONDecoder().decode(StrategyChoice.self, from: json) == choice)
    let kind = "\"kind\":\"\(type(of: Self.strategies[index]).id)\""
    #expect(String(decoding: json, as: UTF8.self).contains(kind))
  }

  @Test("servers of other strategies, or with other memories, are not equal")
  func inequality() throws {
    let servers = Self.strategies.map {
      Server($0, for: Self.global, clients: 8, using: RandomStream(seed: 54))
    }
    #expect(Set(servers).count == servers.count)
    let seasoned = try Self.seasoned(FedAvgM(), seed: 54)
    #expect(
      Server(FedAvgM(), for: Self.global, clients: 8, using: RandomStream(seed: 54)) != seasoned)
  }

  @Test(
    "every round of a federation replays: everybody rebuilds the trained model to the bit",
    arguments: strategies.indices, [41, 42])
  func replay(index: Int, seed: UInt64) async throws {
    var small = SmallFederation()
    small.strategy = Self.strategies[index]
    small.seed = seed
    for round in try await small.rounds(5) {
      let (server, updates) = (round.serverBefore, round.updates)
      let all = Array(updates.indices)
      #expect(try round.replayed(with: all) == round.globalAfter, "round \(round.number)")
      #expect(try round.replayed(with: []) == round.globalBefore, "round \(round.number)")

      let some = try round.replayed(with: [1, 2, 4])
      #expect(some != round.globalAfter)
      #expect(try round.replayed(with: [4, 1, 2]) == some)
      #expect(try round.replayed(with: all) == round.globalAfter, "after a replay")
      #expect(round.serverBefore == server)
      #expect(round.updates == updates)
    }
  }
}
