import ApportionPrimitives
import ApportionTesting
import ApportionValuation
import Testing

@Suite("AsymmetricShapley")
struct AsymmetricShapleyTests {
  static func values(_ groups: [[Int]], of game: some CoalitionGame) async throws -> Attribution {
    try await AsymmetricShapley(groups: groups).attribute(game, using: RandomStream(seed: 0))
  }

  /// The mean of the marginal contributions over all orders that keep to the groups.
  static func naive(_ groups: [[Int]], of game: some ReferenceGame) -> [Double] {
    func orders(_ players: [Int]) -> [[Int]] {
      players.isEmpty
        ? [[]]
        : players.flatMap { first in
          orders(players.filter { $0 != first }).map { [first] + $0 }
        }
    }
    let all = groups.reduce([[]]) { starts, group in
      starts.flatMap { start in orders(group).map { start + $0 } }
    }
    var values = [Double](repeating: 0, count: game.playerCount)
    for order in all {
      var before = Coalition.empty
      for player in order {
        let after = before.inserting(player)
        values[player] += (game.worth(of: after) - game.worth(of: before)) / Double(all.count)
        before = after
      }
    }
    return values
  }

  static let divisions = [
    [[0, 1, 2, 3, 4]], [[4, 2], [0, 1, 3]], [[3], [1], [0], [4], [2]], [[1, 0, 2, 4], [3]],
  ]

  @Test("is the mean over the orders that keep to the groups", arguments: divisions)
  func orders(groups: [[Int]]) async throws {
    for game in ReferenceGames.all where game.playerCount == 5 {
      let values = try await Self.values(groups, of: game).values
      for (value, truth) in zip(values, Self.naive(groups, of: game)) {
        #expect(abs(value - truth) < 1e-12)
      }
      let broken = try await MethodLaws.violations(
        of: AsymmetricShapley(groups: groups), on: game, seed: 1)
      // Where groups are given by number, other numbers are other groups.
      #expect(groups.count == 1 || broken.isEmpty)
    }
  }

  @Test("one group, declared or not, gives the Shapley value to the bit")
  func oneGroup() async throws {
    for game in ReferenceGames.all where game.playerCount == 5 {
      let shapley = try await Shapley().attribute(game, using: RandomStream(seed: 0))
      #expect(try await Self.values([[3, 1, 0, 2, 4]], of: game) == shapley)
      #expect(try await Self.values([], of: game) == shapley)
    }
  }

  @Test("a group gets together what it adds to those before")
  func groupEfficiency() async throws {
    let game = MeanSquareGame(vectors: [[1, 0], [0.5, -1], [2, 1], [0, 0], [-1, 0.25]])
    let values = try await Self.values([[4, 2], [0, 1, 3]], of: game).values
    let early = game.worth(of: Coalition([2, 4]))
    #expect(abs(values[2] + values[4] - early) < 1e-14)
    #expect(abs(values[0] + values[1] + values[3] - (game.worth(of: .grand(5)) - early)) < 1e-14)
  }

  @Test("who only repeats what an earlier group has gets nothing")
  func duplicates() async throws {
    let game = CoverageGame(holdings: [[1, 2, 3], [3, 4], [1, 2, 3]])
    #expect(try await Self.values([[0, 1], [2]], of: game).values == [2.5, 1.5, 0])
    #expect(try await Self.values([[2, 1], [0]], of: game).values == [0, 1.5, 2.5])
  }

  @Test("asks for the coalitions of each group, once")
  func evaluations() async throws {
    let method = AsymmetricShapley(groups: [[0, 1, 2], [3, 4]])
    let game = MeteredGame(UnanimityGame(players: 5, needed: [1, 3]))
    let result = try await method.attribute(game, using: RandomStream(seed: 0))
    #expect(result.evaluations == 11)
    #expect(game.evaluations == 11)
    #expect(method.evaluations(forPlayers: 5) == 11)
    #expect(AsymmetricShapley().evaluations(forPlayers: 5) == 32)
    #expect(AsymmetricShapley().evaluations(forPlayers: 100) == .max)
    let halves = AsymmetricShapley(groups: [Array(0..<62), Array(62..<124)])
    #expect(halves.evaluations(forPlayers: 124) == .max)
  }

  @Test("many players are no hindrance where groups are small")
  func many() async throws {
    let amounts = (0..<100).map(Double.init)
    let groups = stride(from: 0, to: 100, by: 5).map { Array($0..<$0 + 5) }
    let result = try await Self.values(groups, of: AdditiveGame(amounts: amounts))
    #expect(result.evaluations == 1 + 20 * 31)
    for (value, own) in zip(result.values, amounts) { #expect(abs(value - own) < 1e-9) }
  }

  @Test("groups that are not a division of the players are refused")
  func refusals() async {
    let cases: [([[Int]], String)] = [
      (
        [[0, 1], [1, 2]], "asymmetric-shapley: `groups` names player 1 twice; put it in one group"
      ),
      (
        [[0, 0], [1, 2]], "asymmetric-shapley: `groups` names player 0 twice; put it in one group"
      ),
      (
        [[0], [2]],
        """
        asymmetric-shapley: player 1 is in none of the `groups`; put each of the 3 players, 0 to 2, \
        in one group
        """
      ),
      (
        [[0, 1], [2, 3]],
        "asymmetric-shapley: `groups` names player 3, but the players are 0 to 2"
      ),
      (
        [[0, 1], [2, -1]],
        "asymmetric-shapley: `groups` names player -1, but the players are 0 to 2"
      ),
    ]
    for (groups, message) in cases {
      let error = await #expect(throws: ValuationError.self) {
        _ = try await Self.values(groups, of: ReferenceGames.gtg)
      }
      #expect(error?.description == message)
    }
  }

  @Test("a group that is too large is refused")
  func tooLarge() async {
    let error = await #expect(throws: ValuationError.self) {
      _ = try await Self.values([[0], Array(1..<18)], of: MajorityGame(players: 18))
    }
    #expect(
      error
        == ValuationError.tooManyPlayers(method: "asymmetric-shapley", players: 17, limit: 16))
  }

  @Test("settings are evaluated without a game")
  func validation() {
    for (groups, message) in [
      ([[0], []], "`groups` is [[0], []], but must be lists of at least one player"),
      (
        [[0, 2], [2]],
        """
        `groups` is [[0, 2], [2]], but must be lists without a player in common; player 2 is named \
        twice
        """
      ),
    ] {
      let error = #expect(throws: InvalidSetting.self) {
        try AsymmetricShapley(groups: groups).validate()
      }
      #expect(error?.description == message)
    }
  }

  @Test("in a game of some of the players, they keep their groups")
  func restricted() throws {
    let method = AsymmetricShapley(groups: [[5, 1], [0], [2, 4, 3]])
    #expect(method.restricted(to: [1, 2, 4, 5]).groups == [[3, 0], [], [1, 2]])
    try method.restricted(to: [1, 2, 4, 5]).checkGroups(players: 4)
    #expect(
      throws: ValuationError.playerWithoutGroup(method: "asymmetric-shapley", player: 1, players: 2)
    ) {
      try method.restricted(to: [0, 6]).checkGroups(players: 2)
    }
  }
}
