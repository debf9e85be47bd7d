import ApportionPrimitives
import ApportionTesting
import ApportionValuation
import Testing

@Suite("Estimates from given coalitions")
struct GivenCoalitionsTests {
  static let methods: [any GivenCoalitionsMethod] =
    Catalog.methods.types.compactMap { $0.init() as? any GivenCoalitionsMethod }

  /// A table of a game that keeps the empty and the grand coalition, and each other one with a chance.
  static func partial(
    _ game: some ReferenceGame, chance: Double, paired: Bool = false, seed: UInt64
  ) -> PartialTable {
    let n = game.playerCount
    var draws = RandomStream(seed: seed).child("given")
    var kept: [Coalition: Double] = [:]
    for index in 0..<1 << (paired ? n - 1 : n) {
      let coalition = Coalition(index: index)
      guard draws.uniform() < chance || index == 0 else { continue }
      kept[coalition] = game.worth(of: coalition)
      let other = Coalition.grand(n).subtracting(coalition)
      if paired { kept[other] = game.worth(of: other) }
    }
    kept[.grand(n)] = game.worth(of: .grand(n))
    return PartialTable(playerCount: n, utilities: kept)
  }

  static let federation = FederatedGame(players: 8, spread: 1, using: RandomStream(seed: 3))
  static let cube = CubeGame(amounts: [1, 0.5, -0.4, 0.8, 0.1, 0.6, -0.2, 0.9])

  @Test("are those that work on tables that were sampled elsewhere")
  func catalog() {
    #expect(
      Self.methods.map { type(of: $0).id } == [
        "permutation", "antithetic-permutation", "kernel-shap", "leverage-shap",
        "maximum-sample-reuse", "one-sample-fits-all",
      ])
  }

  @Test("are exact, with errors of 0, where all coalitions are given", arguments: 3...6)
  func complete(players: Int) async throws {
    let game = CubeGame(amounts: (0..<players).map { Double($0) - 0.7 })
    let exact = try await CoalitionTable(of: game)
    let table = Self.partial(game, chance: 1, seed: 1)
    for method in Self.methods
    where !(method is PermutationShapley || method is AntitheticPermutation) {
      let result = try method.attribution(given: table, using: RandomStream(seed: 0))
      let truth = exact.values(by: try #require(method.estimand))
      for (value, exact) in zip(result.values, truth) {
        // Rounding of utilities of up to 1,000.
        #expect(abs(value - exact) < 1e-9, "\(type(of: method).id)")
      }
      #expect(result.standardErrors.allSatisfy { $0 == 0 }, "\(type(of: method).id)")
      #expect(result.evaluations == 1 << players)
    }
  }

  @Test(
    "do not depend on the order in which coalitions are given, and not on the run of the program")
  func order() throws {
    let table = Self.partial(Self.federation, chance: 0.6, seed: 5)
    let pairs = zip(table.coalitions, table.utilities).shuffled()
    let again = PartialTable(
      playerCount: 8, utilities: Dictionary(uniqueKeysWithValues: pairs.map { ($0.0, $0.1) }))
    for method in Self.methods {
      #expect(
        try method.attribution(given: table, using: RandomStream(seed: 2))
          == method.attribution(given: again, using: RandomStream(seed: 2)))
    }
  }

  @Test("need the empty and the grand coalition")
  func ends() throws {
    for method in Self.methods {
      for absent in [Coalition.empty, .grand(3)] {
        var utilities: [Coalition: Double] = [:]
        for index in 0..<8 where Coalition(index: index) != absent {
          utilities[Coalition(index: index)] = Double(index)
        }
        let table = PartialTable(playerCount: 3, utilities: utilities)
        let error = #expect(throws: MissingCoalitions.self) {
          try method.attribution(given: table, using: RandomStream(seed: 0))
        }
        #expect(error?.coalitions == [absent])
      }
    }
  }

  @Test("say where the coalitions do not determine the values")
  func undetermined() throws {
    // Players 0 and 1 are always together.
    let table = PartialTable(
      playerCount: 4,
      utilities: [
        .empty: 0, Coalition([2]): 1, Coalition([3]): 2, Coalition([0, 1]): 3,
        Coalition([0, 1, 2]): 4, Coalition([0, 1, 3]): 5, .grand(4): 9,
      ])
    let stream = RandomStream(seed: 0)
    #expect(throws: UndeterminedByTable.alike) {
      try KernelSHAP().attribution(given: table, using: stream)
    }
    #expect(throws: UndeterminedByTable.noOrder(paired: false)) {
      try PermutationShapley().attribution(given: table, using: stream)
    }
    #expect(throws: UndeterminedByTable.noOrder(paired: true)) {
      try AntitheticPermutation().attribution(given: table, using: stream)
    }
  }

  @Test("of one order state no error")
  func oneOrder() throws {
    let table = PartialTable(
      playerCount: 3,
      utilities: [.empty: 1, Coalition([2]): 2, Coalition([0, 2]): 5, .grand(3): 4])
    let result = try PermutationShapley().attribution(given: table, using: RandomStream(seed: 0))
    // Player 0 adds 3 and player 1 −1; the jump from the empty coalition to player 2 is divided equally.
    let third = 1.0 / 3
    for (value, expected) in zip(result.values, [3 + third, -1 + third, third]) {
      #expect(abs(value - expected) < 1e-12)
    }
    #expect(result.standardErrors == [nil, nil, nil])
    #expect(result.evaluations == 4)
  }

  @Test("along orders recover the orders that somebody walked")
  func walks() throws {
    let game = Self.cube
    var (utilities, orders) = ([Coalition: Double](), [[Int]]())
    var stream = RandomStream(seed: 11)
    for _ in 0..<6 { orders.append(stream.permutation(of: 8)) }
    for order in orders {
      for count in 0...8 {
        let coalition = Coalition(order.prefix(count))
        utilities[coalition] = game.worth(of: coalition)
      }
    }
    let table = PartialTable(playerCount: 8, utilities: utilities)
    let result = try PermutationShapley().attribution(given: table, using: RandomStream(seed: 0))
    // Nearly all coalitions are used, and the credits sum to the gain.
    #expect(result.evaluations > utilities.count - 5)
    let gain = game.worth(of: .grand(8)) - game.worth(of: .empty)
    #expect(abs(result.values.reduce(0, +) - gain) < 1e-12)
  }

  // Eight players in 30 tables; their shares are correlated, and the deviation is about 3 percentage
  // points.
  @Test(
    "hold the truth in 95 % intervals of random partial tables",
    arguments: [
      ("kernel-shap", 0.5, false), ("leverage-shap", 0.7, true), ("permutation", 0.85, false),
      ("antithetic-permutation", 0.9, true), ("one-sample-fits-all", 0.9, false),
      ("maximum-sample-reuse", 0.5, false),
    ])
  func coverage(id: String, chance: Double, paired: Bool) async throws {
    let method = try #require(Self.methods.first { type(of: $0).id == id })
    let (held, valued) = try await held(method, Self.cube, chance, paired)
    #expect(held > 0.86)
    #expect(valued == 1)
  }

  @Test(
    "use what is given as it is: where only a few coalitions are missing, values are near the truth"
  )
  func few() async throws {
    let exact = try await CoalitionTable(of: Self.federation).values(by: .shapley)
    for absent in [Coalition([3]), Coalition([0, 2, 5]), Coalition([1, 2, 3, 4, 5, 6, 7])] {
      var utilities: [Coalition: Double] = [:]
      for index in 0..<256 where Coalition(index: index) != absent {
        utilities[Coalition(index: index)] = Self.federation.worth(of: Coalition(index: index))
      }
      let table = PartialTable(playerCount: 8, utilities: utilities)
      let result = try KernelSHAP().attribution(given: table, using: RandomStream(seed: 0))
      for player in 0..<8 {
        let error = try #require(result.standardErrors[player])
        #expect(error > 0)
        #expect(abs(result.values[player] - exact[player]) < 4 * error)
      }
      #expect(result.evaluations == 255)
    }
  }

  /// How often the interval of a player holds the truth, and how often there is one.
  private func held(
    _ method: any GivenCoalitionsMethod, _ game: some ReferenceGame, _ chance: Double,
    _ paired: Bool
  ) async throws -> (held: Double, valued: Double) {
    let exact = try await CoalitionTable(of: game)
    let truth = exact.values(by: try #require(method.estimand))
    let repeats = 30
    let counts = try await concurrentMap(repeats, width: 2) { repetition -> (Int, Int) in
      let table = Self.partial(game, chance: chance, paired: paired, seed: UInt64(repetition))
      do {
        let result = try method.attribution(given: table, using: RandomStream(seed: 1))
        var (held, valued) = (0, 0)
        for player in truth.indices {
          guard let interval = result.interval(of: player) else { continue }
          valued += 1
          if interval.contains(truth[player]) { held += 1 }
        }
        return (held, valued)
      } catch is UndeterminedByTable {
        return (0, 0)
      }
    }
    let (held, valued) = counts.reduce((0, 0)) { ($0.0 + $1.0, $0.1 + $1.1) }
    return (Double(held) / Double(valued), Double(valued) / Double(repeats * truth.count))
  }
}
