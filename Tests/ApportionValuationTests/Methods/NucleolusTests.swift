import ApportionPrimitives
import ApportionTesting
import ApportionValuation
import Testing

@Suite("Nucleolus")
struct NucleolusTests {
  static func values(_ worths: [Double]) -> [Double] {
    Nucleolus().values(of: CoalitionTable(worths: worths))
  }

  static func values(of game: some CoalitionGame) async throws -> [Double] {
    Nucleolus().values(of: try await CoalitionTable(of: game))
  }

  static func expect(
    _ found: [Double], _ expected: [Double], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(
      found.count == expected.count && zip(found, expected).allSatisfy { abs($0 - $1) < 1e-9 },
      "\(found) in place of \(expected)", sourceLocation: sourceLocation)
  }

  /// What an estate leaves for each set of creditors once the others are paid in full.
  static func bankruptcy(estate: Double, claims: [Double]) -> [Double] {
    (0..<1 << claims.count).map { set in
      let others = claims.indices.reduce(0) { set >> $1 & 1 == 0 ? $0 + claims[$1] : $0 }
      return max(0, estate - others)
    }
  }

  // Aumann & Maschler, "Game theoretic analysis of a bankruptcy problem from the Talmud", Journal of
  // Economic Theory 36, 1985.
  @Test(
    "divides the estates of the Talmud as the Mishna does",
    arguments: [
      (100, [100.0 / 3, 100.0 / 3, 100.0 / 3]), (200, [50, 75, 75]), (300, [50, 100, 150]),
      (400, [50, 125, 225]), (500, [200.0 / 3, 500.0 / 3, 800.0 / 3]),
    ] as [(Double, [Double])])
  func talmud(estate: Double, shares: [Double]) {
    Self.expect(Self.values(Self.bankruptcy(estate: estate, claims: [100, 200, 300])), shares)
  }

  // The rule of the contested garment, consistent for any number of creditors, which Aumann & Maschler
  // show to be the nucleolus: half of every claim is won, or lost, at most.
  @Test(
    "is the contested garment's rule for any estate and claims", arguments: 0..<20 as Range<UInt64>)
  func garment(seed: UInt64) {
    var draws = RandomStream(seed: seed)
    let claims = (0..<3 + Int(seed % 5)).map { _ in Double(1 + draws.integer(below: 100)) }
    let total = claims.reduce(0, +)
    let estate = Double(draws.integer(below: Int(total) + 1))
    // Below half of the total, min(λ, half the claim); above, what is lost is divided so.
    func equalised(_ amount: Double) -> [Double] {
      var (low, high) = (0.0, 100.0)
      for _ in 0..<200 {
        let level = (low + high) / 2
        if claims.reduce(0, { $0 + min(level, $1 / 2) }) < amount {
          low = level
        } else {
          high = level
        }
      }
      return claims.map { min(low, $0 / 2) }
    }
    let shares =
      estate <= total / 2
      ? equalised(estate) : zip(claims, equalised(total - estate)).map { $0 - $1 }
    Self.expect(Self.values(Self.bankruptcy(estate: estate, claims: claims)), shares)
  }

  // Littlechild, "A simple expression for the nucleolus in a special case", International Journal of
  // Game Theory 3, 1974: fees go by the smallest of the costs that are left, divided by one more than
  // those who share them, from the smallest aircraft upwards.
  @Test(
    "shares the costs of runways", arguments: [[1, 2, 3, 5, 8], [1, 1, 10], [2, 3, 3, 7, 7, 20]])
  func airport(costs: [Double]) async throws {
    let n = costs.count
    var fees = [Double](repeating: 0, count: n)
    var (settled, paid) = (0, 0.0)
    while settled < n {
      let options = (settled..<n).map { last -> (fee: Double, last: Int) in
        last == n - 1
          ? ((costs[last] - paid) / Double(last - settled + 1), last)
          : ((costs[last] - paid) / Double(last - settled + 2), last)
      }
      guard let next = options.min(by: { ($0.fee, -$0.last) < ($1.fee, -$1.last) }) else { break }
      for player in settled...next.last { fees[player] = next.fee }
      paid += next.fee * Double(next.last - settled + 1)
      settled = next.last + 1
    }
    // Costs are worths below zero.
    let table = try await CoalitionTable(of: AirportGame(costs: costs))
    Self.expect(Self.values(table.worths.map { -$0 }), fees.map { -$0 })
  }

  @Test("gives one left glove all and two none, or nobody anything more than the others")
  func gloves() async throws {
    Self.expect(try await Self.values(of: GloveGame(left: 1, right: 2)), [1, 0, 0])
    Self.expect(try await Self.values(of: GloveGame(left: 2, right: 2)), [0.5, 0.5, 0.5, 0.5])
    Self.expect(try await Self.values(of: GloveGame(left: 2, right: 3)), [1, 1, 0, 0, 0])
  }

  // Peleg, "On weights of constant-sum majority games", SIAM Journal on Applied Mathematics 16, 1968: of a
  // strong weighted majority game the nucleolus is the minimal integer representation, normalised. Those
  // of up to five players are in von Neumann & Morgenstern, "Theory of games and economic behavior",
  // section 50.
  @Test(
    "gives the votes of a decisive majority their smallest weights",
    arguments: [
      (2, [1, 1, 1]), (3, [2, 1, 1, 1]), (3, [1, 1, 1, 1, 1]), (4, [2, 2, 1, 1, 1]),
      (4, [3, 1, 1, 1, 1]), (5, [3, 2, 2, 1, 1]),
    ])
  func votes(quota: Int, votes: [Int]) async throws {
    let total = Double(votes.reduce(0, +))
    Self.expect(
      try await Self.values(of: VotingGame(quota: quota, votes: votes)),
      votes.map { Double($0) / total })
  }

  @Test("any weights that decide the same come to the same")
  func weights() async throws {
    // 49, 48 and 3 votes of 100: any two decide.
    Self.expect(
      try await Self.values(of: VotingGame(quota: 51, votes: [49, 48, 3])),
      [1.0 / 3, 1.0 / 3, 1.0 / 3])
    // One with a veto has all.
    Self.expect(
      try await Self.values(of: VotingGame(quota: 3, votes: [2, 1, 1])), [1, 0, 0])
  }

  @Test(
    "no other shares have smaller excesses in the order of their size",
    arguments: 0..<40 as Range<UInt64>)
  func lexicographic(seed: UInt64) {
    let players = 2 + Int(seed % 5)
    var draws = RandomStream(seed: seed).child("moves")
    // Whole worths make for many ties.
    let table = LeastCoreTests.random(players, seed: seed, steps: seed % 2 == 0 ? 5 : nil)
    let (values, figures) = Nucleolus().valuesAndFigures(of: table)
    let own = LeastCoreTests.excesses(values, table).sorted(by: >)
    let gain = table.worths[table.worths.count - 1] - table.worths[0]
    #expect(abs(values.reduce(0, +) - gain) < 1e-11)
    let subsidy = LeastCore().solution(of: table).subsidy
    #expect(abs((figures["subsidy"] ?? .nan) - subsidy) < 1e-10)
    #expect(players == 2 || abs((own.first ?? .nan) - subsidy) < 1e-9)
    for _ in 0..<200 {
      var moved = values
      let (from, to) = (draws.integer(below: players), draws.integer(below: players))
      let step = 0.5 * draws.uniform()
      moved[from] -= step
      moved[to] += step
      guard from != to else { continue }
      let other = LeastCoreTests.excesses(moved, table).sorted(by: >)
      // Up to rounding, the first that differ decide.
      let difference = zip(own, other).first { abs($0 - $1) > 1e-8 }
      #expect(difference.map { $0 < $1 } ?? true)
    }
  }

  @Test("is found for as many players as it accepts, and refused beyond")
  func twelve() async throws {
    let game = GloveGame(left: 5, right: 7)
    Self.expect(
      try await Self.values(of: game), (0..<12).map { $0 < 5 ? 1 : 0 })
    let error = await #expect(throws: ValuationError.self) {
      _ = try await Nucleolus().attribute(MajorityGame(players: 13), using: RandomStream(seed: 1))
    }
    #expect(error == .tooManyPlayers(method: "nucleolus", players: 13, limit: 12))
  }
}
