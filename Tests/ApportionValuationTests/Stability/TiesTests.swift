import ApportionValuation
import Testing

@Suite("Ties")
struct TiesTests {
  @Test("numbers that are equal but for rounding have one rank, and others keep theirs")
  func ranks() {
    #expect(Ties.ranks(of: [0.3, 0.1 + 0.2, 0.5, -1]) == [2, 2, 1, 4])
    #expect(Ties.ranks(of: [0.3, 0.300001]) == [2, 1])
    #expect(Ties.ranks(of: [1e-17, 0, -1e-17], within: 1e-12) == [1, 1, 1])
    #expect(Ties.ranks(of: [0, -0.0]) == [1, 1])
    #expect(Ties.ranks(of: []) == [])
  }

  @Test("a group reaches no further than rounding from its smallest")
  func groups() {
    #expect(Ties.settled([3, 0, 1, 2], within: 1) == [2, 0, 0, 2])
    #expect(Ties.settled([5, 5, 1], within: 0) == [5, 5, 1])
  }

  @Test("correlations and agreement of ranks do not hang on the last bit")
  func correlations() {
    let (a, b) = ([0.1 + 0.2, 0.3, 1], [1.0, 2, 3])
    for measure in RankCorrelation.allCases {
      #expect(measure(a, b) == measure([0.3, 0.3, 1], b))
      #expect(measure([0.3, 0.1 + 0.2], [1, 2]) == nil)
    }
    #expect(
      RankAgreement.flipProbability(among: [a, [0.3, 0.1 + 0.2, 1]])
        == 0)
    #expect(
      RankAgreement.kendallsW(of: [a, a]) == RankAgreement.kendallsW(of: [[0, 0, 1], [0, 0, 1]]))
    #expect(RankAgreement.topOverlap(a, [0.3, 0.1 + 0.2, 1], count: 2) == 1)
  }

  @Test("sums of values that cancel are as uncertain as worths in the linear datamodelling score")
  func datamodelling() {
    // Worths that differ in the last bit order nothing.
    let table = CoalitionTable(worths: [0.3, 0.3, 0.3, 0.1 + 0.2])
    #expect(table.linearDatamodellingScore(of: table.values(by: .shapley)) == nil)
  }

  @Test("neighbours that differ by rounding are tied, not apart")
  func ranking() {
    let attribution = Attribution(values: [0.3, 0.1 + 0.2], evaluations: 4, guarantees: [])
    let ranking = Ranking(of: attribution, confidence: 0.95)
    #expect(ranking.players == [0, 1] && ranking.steps == [.tied])
  }
}
