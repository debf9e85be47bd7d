import ApportionValuation
import Testing

@Suite("RankAgreement")
struct RankAgreementTests {
  @Test("W is 1 for runs in one order and 0 for two opposite ones")
  func concordanceEnds() {
    #expect(RankAgreement.kendallsW(of: [[1, 2, 3], [5, 7, 9], [-1, 0, 4]]) == 1)
    #expect(RankAgreement.kendallsW(of: [[1, 2, 3], [3, 2, 1]]) == 0)
    #expect(RankAgreement.kendallsW(of: [[1, 1, 3], [2, 2, 9]]) == 1)
  }

  @Test("W of three runs on four players, with and without ties, worked by hand")
  func concordance() {
    // Rank sums 4, 6, 9, 11 around 7.5: S = 12.25 + 2.25 + 2.25 + 12.25 = 29, and 12 S / (9 · 60).
    let untied: [[Double]] = [[1, 2, 3, 4], [1, 3, 2, 4], [2, 1, 4, 3]]
    #expect(RankAgreement.kendallsW(of: untied) == 348.0 / 540)
    // Ranks 1.5 1.5 3 4 | 1 2 3.5 3.5 | 1 2 3 4: sums 3.5, 5.5, 9.5, 11.5, S = 40, ties 6 + 6, and
    // 12 S / (9 · 60 − 3 · 12).
    let tied: [[Double]] = [[5, 5, 6, 7], [0, 1, 2, 2], [1, 2, 3, 4]]
    #expect(RankAgreement.kendallsW(of: tied) == 480.0 / 504)
  }

  @Test("W of two runs is half of one and Spearman's correlation")
  func concordanceOfTwo() throws {
    let runs = [[0.3, 0.1, 0.4, 0.15, 0.9], [0.2, 0.6, 0.5, 0.35, 0.8]]
    let w = try #require(RankAgreement.kendallsW(of: runs))
    let rho = try #require(RankCorrelation.spearman(runs[0], runs[1]))
    #expect(abs(w - (1 + rho) / 2) < 1e-15)
  }

  @Test("one run, and runs without an order, agree on nothing")
  func nothing() {
    #expect(RankAgreement.kendallsW(of: []) == nil)
    #expect(RankAgreement.kendallsW(of: [[1, 2, 3]]) == nil)
    #expect(RankAgreement.kendallsW(of: [[1, 1], [2, 2]]) == nil)
    #expect(RankAgreement.kendallsW(of: [[1], [2]]) == nil)
    #expect(RankAgreement.flipProbability(among: []) == nil)
    #expect(RankAgreement.flipProbability(among: [[1, 2, 3]]) == nil)
    #expect(RankAgreement.flipProbability(among: [[1], [2]]) == nil)
  }

  @Test("the chance of a flip is the part of the pairs that are reversed")
  func flips() {
    #expect(RankAgreement.flipProbability(among: [[1, 2, 3], [4, 5, 6]]) == 0)
    #expect(RankAgreement.flipProbability(among: [[1, 2, 3], [3, 2, 1]]) == 1)
    // One pair of three is reversed between the first and each of the others, none between those.
    #expect(RankAgreement.flipProbability(among: [[1, 2, 3], [2, 1, 3], [5, 4, 9]]) == 2.0 / 9)
  }

  @Test("a tie in one run of two is half a flip, and a tie in both is none")
  func tiedFlips() {
    #expect(RankAgreement.flipProbability(among: [[1, 1], [1, 2]]) == 0.5)
    #expect(RankAgreement.flipProbability(among: [[2, 1], [1, 1]]) == 0.5)
    #expect(RankAgreement.flipProbability(among: [[1, 1], [3, 3]]) == 0)
  }

  @Test("without ties the chance of a flip is (1 − τ)/2")
  func flipsAndKendall() throws {
    let runs = [[0.3, 0.1, 0.4, 0.15, 0.9], [0.2, 0.6, 0.5, 0.35, 0.8]]
    let tau = try #require(RankCorrelation.kendall(runs[0], runs[1]))
    let flips = try #require(RankAgreement.flipProbability(among: runs))
    #expect(abs(flips - (1 - tau) / 2) < 1e-15)
  }

  @Test("the overlap is the part of the highest in common")
  func overlap() {
    let (a, b) = ([5.0, 4, 3, 2, 1], [5.0, 1, 4, 2, 3])
    #expect(
      (1...5).map { RankAgreement.topOverlap(a, b, count: $0) } == [1, 0.5, 2.0 / 3, 0.75, 1])
    #expect(RankAgreement.topOverlap([2, 1], [1, 2], count: 1) == 0)
    #expect(RankAgreement.topOverlap([7], [-1], count: 1) == 1)
  }

  @Test("equals at the cut share the places that are left")
  func tiedOverlap() {
    // In the first, players 1 and 2 have half of the second place each.
    #expect(RankAgreement.topOverlap([3, 2, 2], [3, 2, 1], count: 2) == 0.75)
    #expect(RankAgreement.topOverlap([3, 2, 2], [3, 2, 2], count: 2) == 1)
    #expect(RankAgreement.topOverlap([1, 1, 1, 1], [4, 3, 2, 1], count: 1) == 0.25)
  }

  @Test("a top of none, of too many, and of other players are the caller's mistakes")
  func mistakes() async {
    await #expect(processExitsWith: .failure) {
      _ = RankAgreement.topOverlap([1, 2], [1, 2], count: 0)
    }
    await #expect(processExitsWith: .failure) {
      _ = RankAgreement.topOverlap([1, 2], [1, 2], count: 3)
    }
    await #expect(processExitsWith: .failure) {
      _ = RankAgreement.flipProbability(among: [[1, 2], [1]])
    }
  }
}
