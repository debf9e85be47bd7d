import ApportionPrimitives
import ApportionValuation
import Testing

@Suite("RankCorrelation")
struct RankCorrelationTests {
  @Test("is 1 for the same order and −1 for the opposite", arguments: RankCorrelation.allCases)
  func ends(correlation: RankCorrelation) {
    #expect(correlation([1, 2, 5, 9], [-3, 0, 1, 80]) == 1)
    #expect(correlation([1, 2, 5, 9], [9, 5, 2, 1]) == -1)
    #expect(correlation([1, 1, 2], [4, 4, 9]) == 1)
  }

  @Test("is undefined where a vector has no order", arguments: RankCorrelation.allCases)
  func noOrder(correlation: RankCorrelation) {
    #expect(correlation([1, 1, 1], [1, 2, 3]) == nil)
    #expect(correlation([1, 2, 3], [1, 1, 1]) == nil)
    #expect(correlation([1], [2]) == nil)
    #expect(correlation([], []) == nil)
  }

  // scipy 1.17.1: kendalltau (variant b) and spearmanr.
  @Test("agrees with another library, ties included")
  func figures() throws {
    let a = [12.0, 2, 1, 12, 2]
    let b = [1.0, 4, 7, 1, 0]
    let kendall = try #require(RankCorrelation.kendall(a, b))
    let spearman = try #require(RankCorrelation.spearman(a, b))
    #expect(abs(kendall - -0.471_404_520_791_031_7) < 1e-15)
    #expect(abs(spearman - -0.540_738_070_435_875_2) < 1e-15)
  }

  @Test("one swap of neighbours among four")
  func swap() throws {
    #expect(RankCorrelation.kendall([1, 2, 3, 4], [1, 3, 2, 4]) == 4.0 / 6)
    // 1 − 6 Σ d² / (n³ − n)
    #expect(RankCorrelation.spearman([1, 2, 3, 4], [1, 3, 2, 4]) == 1 - 12.0 / 60)
  }

  @Test("values of different players have none", arguments: RankCorrelation.allCases)
  func lengths(correlation: RankCorrelation) async {
    await #expect(processExitsWith: .failure) { _ = RankCorrelation.kendall([1], [1, 2]) }
  }
}
