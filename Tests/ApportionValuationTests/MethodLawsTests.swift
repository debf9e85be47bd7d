import ApportionPrimitives
import ApportionTesting
import ApportionValuation
import Testing

/// A method joins these tests by its line in the catalog.
@Suite("Laws of every catalogued method")
struct MethodLawsTests {
  static let games: [any ReferenceGame] = [
    AdditiveGame(amounts: [1, -2, 0, 0.5]),
    AirportGame(costs: [1, 2, 3, 5, 8]),
    MajorityGame(players: 7),
    MajorityGame(players: 1),
    UnanimityGame(players: 5, needed: [1, 3]),
    MeanGame(amounts: [1, 0.5, 0.2, 0]),
  ]
  static let methods = Catalog.methods.types.compactMap { $0.init() as? any ValuationMethod }

  @Test("obeyed on every reference game", arguments: methods.indices, games.indices)
  func obeyed(method: Int, game: Int) async throws {
    let broken = try await MethodLaws.violations(
      of: Self.methods[method], on: Self.games[game], seed: 1)
    #expect(broken.isEmpty)
  }
}
