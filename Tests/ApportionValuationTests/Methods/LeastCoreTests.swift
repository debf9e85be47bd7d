import ApportionPrimitives
import ApportionTesting
import ApportionValuation
import Testing

@Suite("LeastCore")
struct LeastCoreTests {
  static func table(of game: some CoalitionGame) async throws -> CoalitionTable {
    try await CoalitionTable(of: game)
  }

  /// Worths drawn at random, of a size as a game of learning has them or all over the place.
  static func random(_ players: Int, seed: UInt64, steps: Int? = nil) -> CoalitionTable {
    var draws = RandomStream(seed: seed).child("worths", players)
    return CoalitionTable(
      worths: (0..<1 << players).map { _ in
        // In whole steps, many constraints meet in a point.
        steps.map { Double(draws.integer(below: $0)) } ?? draws.normal()
      })
  }

  /// The solution of a square system, or nil, by Cramer's rule.
  static func cramer(_ rows: [[Double]], _ right: [Double]) -> [Double]? {
    func determinant(_ rows: [[Double]]) -> Double {
      guard let first = rows.first else { return 1 }
      return first.indices.reduce(0) { sum, column in
        guard first[column] != 0 else { return sum }
        let minor = rows.dropFirst().map { row in
          row.indices.filter { $0 != column }.map { row[$0] }
        }
        return sum + (column % 2 == 0 ? 1 : -1) * first[column] * determinant(minor)
      }
    }
    let whole = determinant(rows)
    guard abs(whole) > 1e-9 else { return nil }
    return right.indices.map { column in
      determinant(
        zip(rows, right).map { row, value in
          row.indices.map { $0 == column ? value : row[$0] }
        }) / whole
    }
  }

  static func subsets(of items: [Int], count: Int) -> [[Int]] {
    guard count > 0 else { return [[]] }
    return items.indices.flatMap { place in
      subsets(of: Array(items[(place + 1)...]), count: count - 1).map { [items[place]] + $0 }
    }
  }

  static func excesses(_ shares: [Double], _ table: CoalitionTable) -> [Double] {
    (1..<table.worths.count - 1).map { set in
      table.worths[set] - table.worths[0]
        - shares.indices.reduce(0) { set >> $1 & 1 == 1 ? $0 + shares[$1] : $0 }
    }
  }

  /// The least e, from all corners, and then the most even shares, from all sets of tight constraints.
  static func naive(_ table: CoalitionTable) -> (shares: [Double], subsidy: Double) {
    let n = table.playerCount
    let gains = table.worths.map { $0 - table.worths[0] }
    let proper = Array(1..<gains.count - 1)
    func indicator(_ set: Int) -> [Double] { (0..<n).map { set >> $0 & 1 == 1 ? 1 : 0 } }
    func holds(_ shares: [Double], _ level: Double) -> Bool {
      excesses(shares, table).allSatisfy { $0 <= level + 1e-9 }
    }
    var subsidy = Double.infinity
    for tight in subsets(of: proper, count: n) {
      let rows = [indicator(gains.count - 1) + [0]] + tight.map { indicator($0) + [1] }
      guard
        let corner = cramer(rows, [gains[gains.count - 1]] + tight.map { gains[$0] }),
        holds(Array(corner.prefix(n)), corner[n])
      else { continue }
      subsidy = min(subsidy, corner[n])
    }
    var (best, square) = ([Double](), Double.infinity)
    for tight in (0..<n).flatMap({ subsets(of: proper, count: $0) }) {
      let sets = [gains.count - 1] + tight
      let gram = sets.map { a in sets.map { Double((a & $0).nonzeroBitCount) } }
      let bounds = [gains[gains.count - 1]] + tight.map { gains[$0] - subsidy }
      guard let multipliers = cramer(gram, bounds) else { continue }
      let shares = (0..<n).map { player in
        zip(sets, multipliers).reduce(0) { $1.0 >> player & 1 == 1 ? $0 + $1.1 : $0 }
      }
      let own = shares.reduce(0) { $0 + $1 * $1 }
      if holds(shares, subsidy), own < square { (best, square) = (shares, own) }
    }
    return (best, subsidy)
  }

  /// Players, seed, and the steps of worths; the definition takes a second for four players.
  static let drawn: [(players: Int, seed: UInt64, steps: Int?)] =
    [nil, 3, 10].flatMap { steps in
      (0..<20).flatMap { [(2, $0, steps), (3, $0, steps)] } + [(4, 0, steps)]
    }

  @Test("an attribution has the subsidy beside the values")
  func figures() async throws {
    let table = try await Self.table(of: ReferenceGames.three)
    let result = try await LeastCore().attribute(table, using: RandomStream(seed: 1))
    #expect(result.figures == ["subsidy": LeastCore().solution(of: table).subsidy])
    #expect(try await Shapley().attribute(table, using: RandomStream(seed: 1)).figures.isEmpty)
  }

  @Test(
    "is the least excess of all corners, and the most even shares that attain it",
    arguments: drawn)
  func definition(players: Int, seed: UInt64, steps: Int?) {
    let table = Self.random(players, seed: seed, steps: steps)
    let solution = LeastCore().solution(of: table)
    let naive = Self.naive(table)
    #expect(abs(solution.subsidy - naive.subsidy) < 1e-9)
    for (share, truth) in zip(solution.values, naive.shares) {
      #expect(abs(share - truth) < 1e-7, "\(table.worths)")
    }
    #expect(solution.values.count == players)
  }

  @Test("no coalition has more to complain of than the subsidy", arguments: [5, 8, 12])
  func feasible(players: Int) {
    for steps in [nil, 2, 5] {
      let table = Self.random(players, seed: 3, steps: steps)
      let solution = LeastCore().solution(of: table)
      let largest = Self.excesses(solution.values, table).max() ?? .nan
      #expect(abs(largest - solution.subsidy) < 1e-10)
      let sum = solution.values.reduce(0, +)
      #expect(abs(sum - (table.worths[(1 << players) - 1] - table.worths[0])) < 1e-10)
    }
  }

  @Test("is worth what was published")
  func published() async throws {
    let three = LeastCore().solution(of: try await Self.table(of: ReferenceGames.three))
    #expect(abs(three.subsidy - 38.6667) < 5e-5)
    // Whoever lacks the right glove has nothing to bargain with.
    let glove = LeastCore().solution(of: try await Self.table(of: ReferenceGames.glove))
    #expect(abs(glove.subsidy) < 1e-14)
    for (share, truth) in zip(glove.values, [0.0, 0, 1]) { #expect(abs(share - truth) < 1e-14) }
  }

  @Test("closed forms: additive games, majorities, and players who are all needed")
  func closedForms() async throws {
    // Of n − 1 players, somebody's own share is what the rest could ask more.
    let additive = LeastCore().solution(
      of: try await Self.table(of: AdditiveGame(amounts: [1, -2, 0, 0.5])))
    #expect(abs(additive.subsidy) < 1e-13)
    for (share, own) in zip(additive.values, [1, -2, 0, 0.5]) { #expect(abs(share - own) < 1e-13) }
    // Four of seven equal players win without the others' 3/7.
    let majority = LeastCore().solution(of: try await Self.table(of: MajorityGame(players: 7)))
    #expect(abs(majority.subsidy - 3.0 / 7) < 1e-13)
    for share in majority.values { #expect(abs(share - 1.0 / 7) < 1e-13) }
    // All are needed: each can be left at most with 1/n.
    let needed = LeastCore().solution(
      of: try await Self.table(of: UnanimityGame(players: 4, needed: [0, 1, 2, 3])))
    #expect(abs(needed.subsidy - -0.25) < 1e-13)
    let single = LeastCore().solution(of: CoalitionTable(worths: [2, 5]))
    #expect(single.values == [3])
    #expect(single.subsidy == 0)
  }

  @Test("nothing to share is shared evenly, and worths of any size are")
  func scales() {
    let nothing = LeastCore().solution(of: CoalitionTable(worths: Array(repeating: 4, count: 32)))
    #expect(nothing.values == [0, 0, 0, 0, 0])
    #expect(nothing.subsidy == 0)
    let table = Self.random(6, seed: 9)
    let unit = LeastCore().solution(of: table)
    for factor in [0x1p-60, 0x1p60] {
      let scaled = LeastCore().solution(
        of: CoalitionTable(worths: table.worths.map { $0 * factor }))
      // A power of 2 changes no digit.
      #expect(scaled.subsidy == unit.subsidy * factor)
      #expect(scaled.values == unit.values.map { $0 * factor })
    }
  }
}
