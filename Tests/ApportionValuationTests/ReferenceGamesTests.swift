import ApportionTesting
import ApportionValuation
import Testing

/// The games that every method is judged on, each with its answer in closed form.
enum ReferenceGames {
  static let all: [any ReferenceGame] = [
    AdditiveGame(amounts: [1, -2, 0, 0.5]),
    AirportGame(costs: [1, 2, 3, 5, 8]),
    AirportGame(costs: [4, 4, 4]),
    MajorityGame(players: 7),
    MajorityGame(players: 1),
    UnanimityGame(players: 5, needed: [1, 3]),
    SquareGame(amounts: [1, -0.5, 2, 0]),
    MeanGame(amounts: [1, 0.5, 0.2, 0]),
    MeanGame(amounts: [3]),
    gtg, worked, space,
  ]

  /// Liu et al., "GTG-Shapley", ACM TIST 2022, table 1.
  static let gtg = TableGame(
    worths: [0, 50, 50, 60, 10, 90, 90, 100], shapleyValues: [35, 35, 30])

  /// The worked example in the README of ShapleyValueFL, whose own figures carry a slip in one order.
  static let worked = TableGame(
    worths: [0, 40, 60, 70, 80, 75, 85, 90],
    shapleyValues: [95.0 / 6, 185.0 / 6, 260.0 / 6])

  /// Two players who get less than they are worth alone.
  ///
  /// Source: Chen et al., "SPACE: single-round participant amalgamation for contribution evaluation
  /// in federated learning", NeurIPS 2023.
  static let space = TableGame(worths: [0, 0.8, 0.6, 0.9], shapleyValues: [0.55, 0.35])
}

@Suite("Reference games")
struct ReferenceGamesTests {
  @Test("the closed form is the definition's answer", arguments: ReferenceGames.all.indices)
  func closedForms(index: Int) {
    let game = ReferenceGames.all[index]
    let values = naiveValues(of: game, by: .shapley)
    #expect(values.count == game.playerCount)
    for (value, truth) in zip(values, game.shapleyValues) {
      // Rounding of sums of up to 64 terms.
      #expect(abs(value - truth) < 1e-12 * max(1, abs(truth)))
    }
  }

  @Test(
    "every semivalue of an additive game gives each player its own", arguments: Semivalue.allCases)
  func additive(semivalue: Semivalue) {
    let amounts = [1, -2, 0, 0.5]
    for (value, own) in zip(naiveValues(of: AdditiveGame(amounts: amounts), by: semivalue), amounts)
    {
      #expect(abs(value - own) < 1e-12)
    }
  }

  @Test("the definitions of leave-one-out and of the individual value, by hand")
  func byHand() {
    #expect(naiveValues(of: ReferenceGames.gtg, by: .leaveOneOut) == [10, 10, 40])
    #expect(naiveValues(of: ReferenceGames.gtg, by: .individual) == [50, 50, 10])
    let unanimity = UnanimityGame(players: 3, needed: [0, 2])
    #expect(naiveValues(of: unanimity, by: .leaveOneOut) == [1, 0, 1])
    #expect(naiveValues(of: unanimity, by: .individual) == [0, 0, 0])
  }

  @Test("a game under other numbers is the same game")
  func relabelled() async throws {
    let game = RelabelledGame(ReferenceGames.worked, order: [2, 0, 1])
    #expect(try await game.value(of: Coalition([0])) == 80)
    #expect(try await game.value(of: Coalition([1])) == 40)
    #expect(try await game.value(of: Coalition([1, 2])) == 70)
    #expect(try await game.value(of: .grand(3)) == 90)
  }

  @Test("a metered game counts every worth that is asked for")
  func metered() async throws {
    let game = MeteredGame(ReferenceGames.space)
    _ = try await game.values(of: [.empty, .grand(2), .empty])
    _ = try await game.value(of: .empty)
    #expect(game.evaluations == 4)
  }
}
