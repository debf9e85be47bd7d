import ApportionPrimitives
import ApportionTesting
import ApportionValuation
import Testing

/// The games that every method is evaluated on, each with its answer in closed form.
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
    MeanGame(amounts: [1, 0.5, 0.2], empty: -0.25),
    MeanSquareGame(vectors: [[1, 0], [0.5, -1], [2, 1], [0, 0], [-1, 0.25]]),
    QuadraticGame(
      amounts: [1, 0, -2, 0.5],
      pairs: [[0, 2, -1, 0], [2, 0, 0.5, 0], [-1, 0.5, 0, 3], [0, 0, 3, 0]]),
    CoverageGame(holdings: [[1, 2, 3], [3], [3], [], [2, 4]]),
    VotingGame(quota: 3, votes: [2, 1, 1]),
    VotingGame(quota: 10, votes: [7, 4, 4, 3, 1, 0]),
    gtg, worked, space, glove, three,
  ]

  /// Games of 20 and of 100 players, too many for a definition, but not for a closed form.
  static let large = large(20) + large(100)

  private static func large(_ n: Int) -> [any ReferenceGame] {
    var draws = RandomStream(seed: 20).child("amounts", n)
    let amounts: [Double] = (0..<n).map { _ in draws.normal() }
    let vectors: [[Double]] = amounts.map { [$0, 1 - $0] }
    let pairs: [[Double]] = (0..<n).map { i in
      (0..<n).map { Double((i + 1) * ($0 + 1) % 5) }
    }
    let holdings = (0..<n).map { player -> Set<Int> in
      [player / 3, 1000 + player % 7, 2000 + player]
    }
    return [
      AdditiveGame(amounts: amounts), AirportGame(costs: amounts.map { abs($0) }),
      MajorityGame(players: n), UnanimityGame(players: n, needed: [0, 7, n - 1]),
      SquareGame(amounts: amounts), MeanGame(amounts: amounts, empty: -3),
      MeanSquareGame(vectors: vectors), QuadraticGame(amounts: amounts, pairs: pairs),
      CoverageGame(holdings: holdings),
    ]
  }

  /// Two left gloves and a right one: a pair is worth 1.
  static let glove = TableGame(
    worths: [0, 0, 0, 0, 0, 1, 1, 1], shapleyValues: [1.0 / 6, 1.0 / 6, 2.0 / 3])

  /// Three players of whom all values have been computed elsewhere; see ``PublishedValuesTests``.
  static let three = TableGame(
    worths: [0, 80, 56, 80, 70, 85, 72, 90],
    shapleyValues: [235.0 / 6, 124.0 / 6, 181.0 / 6])

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

/// One semivalue of each kind, and more than one where settings make a difference.
enum Semivalues {
  static let all: [Semivalue] = [
    .shapley, .leaveOneOut, .individual, .banzhaf(), .banzhaf(inclusion: 0.3),
    .banzhaf(inclusion: 0), .banzhaf(inclusion: 1), .beta(alpha: 1, beta: 1),
    .beta(alpha: 4, beta: 1), .beta(alpha: 1, beta: 16), .beta(alpha: 0.5, beta: 2.5),
    .averageMarginalEffect(inclusions: [0.2, 0.4, 0.6, 0.8]),
    .averageMarginalEffect(inclusions: [0, 0.25, 1], weights: [1, 0, 3]),
  ]
}

@Suite("Reference games")
struct ReferenceGamesTests {
  @Test("the closed form is the definition's answer", arguments: ReferenceGames.all.indices)
  func closedForms(index: Int) {
    let game = ReferenceGames.all[index]
    for semivalue in Semivalues.all {
      guard let truths = game.closedForm(semivalue) else {
        #expect(semivalue != .shapley)
        continue
      }
      let values = naiveValues(of: game, by: semivalue)
      #expect(values.count == game.playerCount)
      for (value, truth) in zip(values, truths) {
        // Rounding of sums of up to 64 terms.
        #expect(abs(value - truth) < 1e-12 * max(1, abs(truth)), "\(semivalue)")
      }
    }
  }

  @Test(
    "closed forms of many players divide what there is", arguments: ReferenceGames.large.indices)
  func large(index: Int) {
    let game = ReferenceGames.large[index]
    let worth = game.worth(of: .grand(game.playerCount)) - game.worth(of: .empty)
    // Rounding of sums of up to 10 000 terms.
    #expect(abs(game.shapleyValues.reduce(0, +) - worth) < 1e-11 * max(1, abs(worth)))
  }

  @Test("a majority of twenty is decided as often as ten of the nineteen others take part")
  func twenty() {
    for semivalue in Semivalues.all {
      let game = MajorityGame(players: 20)
      guard let truth = game.closedForm(semivalue)?[0] else { continue }
      #expect(abs(semivalue.sizeChances(players: 20)[10] - truth) < 1e-14)
    }
  }

  @Test("many players have a closed form, too")
  func many() throws {
    let votes = VotingGame(quota: 21, votes: Array(repeating: 1, count: 40))
    for (value, truth) in zip(votes.shapleyValues, MajorityGame(players: 40).shapleyValues) {
      #expect(abs(value - truth) < 1e-14)
    }
    let banzhaf = try #require(votes.closedForm(.banzhaf()))
    let majority = try #require(MajorityGame(players: 40).closedForm(.banzhaf()))
    for (value, truth) in zip(banzhaf, majority) {
      #expect(abs(value - truth) < 1e-14)
    }
  }

  @Test(
    "every semivalue of an additive game gives each player its own", arguments: Semivalues.all)
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
    _ = try await game.worths(of: [.empty, .grand(2), .empty])
    _ = try await game.value(of: .empty)
    #expect(game.evaluations == 4)
  }
}
