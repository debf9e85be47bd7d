import ApportionPrimitives
import ApportionTesting
import ApportionValuation
import Testing

@Suite("Errors of the population")
struct PopulationErrorTests {
  static let stream = RandomStream(seed: 0)

  @Test("a table without a player is the game of the others", arguments: 0..<4)
  func without(player: Int) async throws {
    let amounts = [1.0, 3, -2, 0.5]
    let table = try await CoalitionTable(of: SquareGame(amounts: amounts))
    var others = amounts
    others.remove(at: player)
    #expect(try await CoalitionTable(of: SquareGame(amounts: others)) == table.without(player))
  }

  @Test("of players who multiply are those of their sum")
  func square() async throws {
    // φᵢ⁽⁻ʲ⁾ = xᵢ (X − xⱼ), which moves as xᵢ times the others.
    let amounts = [1.0, 3, -2, 0.5, 4]
    let table = try await CoalitionTable(of: SquareGame(amounts: amounts))
    let errors = try await Shapley().populationErrors(on: table, using: Self.stream)
    for (player, error) in errors.enumerated() {
      let others = amounts.indices.filter { $0 != player }.map { amounts[$0] }
      let mean = others.reduce(0, +) / 4
      let squares = others.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      #expect(abs(error - abs(amounts[player]) * (0.75 * squares).squareRoot()) < 1e-12)
    }
  }

  @Test("of players who add up are nothing, by every exact method")
  func additive() async throws {
    let table = try await CoalitionTable(of: AdditiveGame(amounts: [1, 3, -2, 0.5]))
    let methods: [any ValuationMethod] = [Shapley(), Banzhaf(), LeaveOneOut(), Individual()]
    for method in methods {
      for error in try await method.populationErrors(on: table, using: Self.stream) {
        #expect(abs(error) < 1e-12, "\(type(of: method).id)")
      }
    }
  }

  @Test("groups lose the player who is left out")
  func groups() async throws {
    let table = try await CoalitionTable(of: SquareGame(amounts: [1, 2, 3]))
    let errors = try await AsymmetricShapley(groups: [[2], [0, 1]])
      .populationErrors(on: table, using: Self.stream)
    // Player 2 comes first and takes 9, whoever follows. After 2 alone, 0 adds 7 and 1 adds 16; without
    // 2 they share 9 as 3 and 6.
    #expect(errors[2] == 0)
    #expect(abs(errors[0] - 2) < 1e-12)
    #expect(abs(errors[1] - 5) < 1e-12)
  }

  @Test("hold the value of the population at their confidence, in the game of means")
  func coverage() {
    // φ₀ is linear in the mean of the others, so it varies by ((Hₙ − 1)/n)² σ²/(n − 1) about
    // 1/n (x₀ + (Hₙ − 1)(x₀ − μ)), here with μ = 1.
    let (n, own) = (24, 0.5)
    let harmonic = (1...n).reduce(0.0) { $0 + 1 / Double($1) }
    let truth = (own + (harmonic - 1) * (own - 1)) / Double(n)
    let quantile = StudentT(degreesOfFreedom: Double(n - 2)).quantile(0.975)
    var draws = RandomStream(seed: 11)
    var held = 0
    for _ in 0..<2000 {
      let others = (1..<n).map { _ in 1 + 2 * draws.normal() }
      let value = MeanGame(amounts: [own] + others).shapleyValues[0]
      let left = others.indices.map { absent in
        var rest = others
        rest.remove(at: absent)
        return MeanGame(amounts: [own] + rest).shapleyValues[0]
      }
      if abs(value - truth) <= quantile * jackknifeError(left) { held += 1 }
    }
    #expect((1860...1940).contains(held), "\(held) of 2000")
  }

  @Test("refuse two players, and a method that samples")
  func refusals() async throws {
    let two = try await CoalitionTable(of: AdditiveGame(amounts: [1, 2]))
    var error = await #expect(throws: ValuationError.self) {
      try await Shapley().populationErrors(on: two, using: Self.stream)
    }
    #expect(
      error?.description == """
        the game has 2 players, but at least 3 are needed to measure how a value changes when another \
        player is left out
        """)
    let three = try await CoalitionTable(of: AdditiveGame(amounts: [1, 2, 3]))
    error = await #expect(throws: ValuationError.self) {
      try await Guess().populationErrors(on: three, using: Self.stream)
    }
    #expect(
      error?.description == """
        guess: its values are estimates, so their changes when a player is left out would include \
        sampling error; use an exact method, such as shapley
        """)
  }
}

/// A method that is not sure.
private struct Guess: ValuationMethod {
  static let id = "guess"
  static let summary = "0, give or take 1"
  var estimand: Semivalue? { nil }
  var guarantees: Axioms { [] }
  func evaluations(forPlayers n: Int) -> Int { 0 }
  func attribute(
    _ game: some CoalitionGame, using stream: RandomStream
  ) async throws -> Attribution {
    let zeros = [Double](repeating: 0, count: game.playerCount)
    return Attribution(
      values: zeros, standardErrors: zeros.map { $0 + 1 }, evaluations: 0, guarantees: guarantees)
  }
}
