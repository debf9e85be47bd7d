import ApportionPrimitives
import ApportionTesting
import ApportionValuation
import Testing

@Suite("Semivalue")
struct SemivalueTests {
  @Test(
    "the chances of all sizes add up to 1", arguments: Semivalues.all, [1, 2, 3, 20, 300, 1024])
  func chances(semivalue: Semivalue, players: Int) {
    let chances = semivalue.sizeChances(players: players)
    #expect(chances.count == players)
    #expect(chances.allSatisfy { $0 >= 0 && $0 <= 1 + 1e-11 })
    // Sums of up to 1023 logarithms, whose partial sums reach 700.
    #expect(abs(chances.reduce(0, +) - 1) < 1e-15 * Double(10 + 20 * players))
  }

  @Test("its weights are those of the definition", arguments: Semivalues.all, 1...7)
  func weights(semivalue: Semivalue, players: Int) {
    let weights = semivalue.weights(players: players)
    for size in 0..<players {
      // Player 0's value where a coalition that it joins is worth 1 if it then has size + 1 players,
      // and only then: every coalition of `size` others counts once.
      let game = TableGame(
        worths: (0..<1 << players).map { $0 & 1 == 1 && $0.nonzeroBitCount == size + 1 ? 1 : 0 },
        shapleyValues: Array(repeating: 0, count: players))
      let value = naiveValues(of: game, by: semivalue)[0]
      let count = (0..<1 << (players - 1)).count { $0.nonzeroBitCount == size }
      #expect(abs(Double(count) * weights[size] - value) < 1e-14)
    }
  }

  @Test("given sizes are the chances of them")
  func sizes() {
    let chances = Semivalue.sizes([2, 0, 1, 5]).sizeChances(players: 4)
    for (chance, expected) in zip(chances, [0.25, 0, 0.125, 0.625]) {
      #expect(abs(chance - expected) < 1e-15)
    }
    #expect(Semivalue.sizes([2, 0, 1, 5]).logWeights(players: 4)[1] == -.infinity)
    let naive = naiveValues(of: AirportGame(costs: [1, 2, 5, 9]), by: .sizes([2, 0, 1, 5]))
    let table = CoalitionTable(
      worths: (0..<16).map { AirportGame(costs: [1, 2, 5, 9]).worth(of: Coalition(index: $0)) })
    for (value, truth) in zip(table.values(by: .sizes([2, 0, 1, 5])), naive) {
      #expect(abs(value - truth) < 1e-14)
    }
  }

  @Test("logarithms keep the weights of a thousand players, which no number can hold")
  func logarithms() {
    let logs = Semivalue.shapley.logWeights(players: 1024)
    #expect(Semivalue.shapley.weights(players: 1024)[512] > 0)
    // -ln 1024 - ln C(1023, 511), the latter from exact integers.
    #expect(abs(logs[511] - -712.329_266_122_392_8) < 1e-9)
    let wide = Semivalue.beta(alpha: 1, beta: 1).logWeights(players: 1024)
    for (log, other) in zip(logs, wide) { #expect(abs(log - other) < 1e-10) }
    let rare = Semivalue.banzhaf(inclusion: 0.01).logWeights(players: 1024)
    #expect(rare.allSatisfy { $0.isFinite })
  }

  @Test("settings out of range are refused by their names")
  func validation() throws {
    let cases: [(Semivalue, String)] = [
      (.banzhaf(inclusion: 1.5), "`inclusion` is 1.5, but must be from 0 to 1"),
      (.banzhaf(inclusion: .nan), "`inclusion` is nan, but must be from 0 to 1"),
      (.beta(alpha: 0, beta: 1), "`alpha` is 0.0, but must be above 0 and finite"),
      (.beta(alpha: 1, beta: .infinity), "`beta` is inf, but must be above 0 and finite"),
      (
        .averageMarginalEffect(inclusions: []),
        "`inclusions` is [], but must be a list of at least one number, each from 0 to 1"
      ),
      (
        .averageMarginalEffect(inclusions: [0.5, -0.1]),
        "`inclusions` is [0.5, -0.1], but must be a list of at least one number, each from 0 to 1"
      ),
      (
        .averageMarginalEffect(inclusions: [0.5, 0.1], weights: [1]),
        "`weights` is [1.0], but must be one number for each of the 2 inclusions, or empty"
      ),
      (
        .averageMarginalEffect(inclusions: [0.5, 0.1], weights: [1, -1]),
        "`weights` is [1.0, -1.0], but must be at least 0 each, and not all 0, with a finite sum"
      ),
      (
        .sizes([0, 0]),
        "`sizes` is [0.0, 0.0], but must be at least 0 each, and not all 0, with a finite sum"
      ),
    ]
    for (semivalue, message) in cases {
      let error = #expect(throws: InvalidSetting.self) { try semivalue.validate() }
      #expect(error?.description == message)
    }
    for semivalue in Semivalues.all { try semivalue.validate() }
  }
}
