public import ApportionPrimitives

/// The asymmetric Shapley value: groups join in a fixed order, and within a group all orders have the
/// same weight.
///
///     φᵢ = Σ_{S ⊆ Dₜ∖i} |S|! (dₜ − |S| − 1)! / dₜ! · (v(U ∪ S ∪ i) − v(U ∪ S))
///
/// for a player i of the group Dₜ of dₜ players, where U is the set of all players of earlier groups. The
/// values of a group sum to what the group adds to U, so a player that only duplicates what an earlier
/// group contributes gets 0. The order is a choice, not a result: another order divides the same gain
/// differently. A single group gives the Shapley value; groups of one player give the marginal
/// contributions along the order.
///
/// - Shape: `values.count == game.playerCount`.
/// - Units: those of the game.
/// - Error: rounding only.
/// - Cost: exactly *1 + Σₜ (2^dₜ − 1)* evaluations.
/// - Source: Zheng, Chang, Jia & Tan, "Towards data valuation via asymmetric data Shapley", 2024; for
///   weights on orders in general, Nowak & Radzik, "On axiomatizations of the weighted Shapley
///   values", Games and Economic Behavior 8(2), 1995.
public struct AsymmetricShapley: GroupedMethod, LimitedMethod, CitedMethod {
  public static let id = "asymmetric-shapley"
  public static let summary = "Shapley value within groups that come one after another"
  public static let cost = "1 + Σ (2ᵈ − 1), groups of d"
  public static let source = "Zheng, Chang, Jia & Tan 2024"

  /// The groups in their order, each a list of player numbers; empty for one group of all players.
  public var groups: [[Int]] = []
  /// The largest number of players accepted in a group; the cost doubles with each player.
  public var maximumPlayers = 16

  public init() {}

  /// Creates the method for these groups, in this order.
  public init(groups: [[Int]]) { self.groups = groups }

  public func validate() throws {
    try InvalidSetting.check(
      "maximumPlayers", maximumPlayers, (1...30).contains(maximumPlayers), mustBe: "from 1 to 30")
    try InvalidSetting.check(
      "groups", groups, groups.allSatisfy { !$0.isEmpty }, mustBe: "lists of at least one player")
    if let player = sharedPlayer {
      throw InvalidSetting(
        "groups", groups.description,
        mustBe: "lists without a player in common; player \(player) is named twice")
    }
  }

  public var estimand: Semivalue? { groups.count > 1 ? nil : .shapley }
  public var guarantees: Axioms {
    groups.count > 1
      ? [.efficiency, .nullPlayer, .linearity]
      : [.efficiency, .symmetry, .nullPlayer, .linearity]
  }

  public func checkPlayers(_ n: Int) throws {
    guard n > 0 else { throw ValuationError.noPlayers(method: Self.id) }
    try checkGroups(players: n)
    let largest = order(players: n).map(\.count).max() ?? 0
    guard largest <= maximumPlayers else {
      throw ValuationError.tooManyPlayers(
        method: Self.id, players: largest, limit: maximumPlayers)
    }
  }

  public func evaluations(forPlayers n: Int) -> Int {
    order(players: n).reduce(1) { sum, group in
      let (next, overflow) = sum.addingReportingOverflow(
        coalitionCount(players: group.count) - 1)
      return overflow ? .max : next
    }
  }

  public func attribute(
    _ game: some CoalitionGame, using stream: RandomStream
  ) async throws -> Attribution {
    let n = game.playerCount
    try checkPlayers(n)
    var values = [Double](repeating: 0, count: n)
    var earlier = Coalition.empty
    var worths = try await game.finiteWorths(of: [earlier])
    var evaluations = 1
    for group in order(players: n) {
      // The worth of U without players of this group is known: it is the last worth of the group before.
      let joined = (1..<1 << group.count).map { index in
        Coalition(index: index).members.reduce(earlier) { $0.inserting(group[$1]) }
      }
      worths = try await worths.suffix(1) + game.finiteWorths(of: joined)
      evaluations += joined.count
      for (player, value) in zip(group, CoalitionTable(worths: worths).shapleyValues) {
        values[player] = value
      }
      earlier = group.reduce(earlier) { $0.inserting($1) }
    }
    return Attribution(values: values, evaluations: evaluations, guarantees: guarantees)
  }

  /// The groups in their order, each sorted by player number.
  ///
  /// The order in which the players of a group are listed therefore changes no bit of the values.
  private func order(players n: Int) -> [[Int]] {
    groups.isEmpty ? [Array(0..<n)] : groups.map { $0.sorted() }
  }
}
