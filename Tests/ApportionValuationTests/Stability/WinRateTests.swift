import ApportionValuation
import Testing

@Suite("WinRate")
struct WinRateTests {
  static func rate(_ wins: Int, _ losses: Int, _ ties: Int = 0) -> WinRate {
    func repeated(_ win: Double, _ loss: Double) -> [Double] {
      Array(repeating: win, count: wins) + Array(repeating: loss, count: losses)
        + Array(repeating: 0.5, count: ties)
    }
    return WinRate(of: repeated(0, 1), against: repeated(1, 0))
  }

  @Test("the smaller distance wins, and ties are told but do not count")
  func counts() {
    let rate = WinRate(of: [1, 2, 3, 4, 0], against: [2, 1, 3, 5, 0])
    #expect((rate.wins, rate.losses, rate.ties) == (2, 1, 2))
    #expect(rate.rate == 2.0 / 3)
    #expect(Self.rate(7, 3, 5).interval == Self.rate(7, 3).interval)
  }

  // mpmath 1.4.1: the quantiles of Beta(wins, losses + 1) and Beta(wins + 1, losses).
  @Test(
    "the interval is Clopper and Pearson's",
    arguments: [
      (9, 1, 0.554_983_882_971_804_6, 0.997_471_421_455_538_2),
      (46, 4, 0.807_657_216_404_037_2, 0.977_772_036_345_070_2),
      (1, 1, 0.012_579_117_093_425_2, 0.987_420_882_906_574_9),
    ])
  func interval(wins: Int, losses: Int, lower: Double, upper: Double) throws {
    let interval = try #require(Self.rate(wins, losses).interval)
    #expect(abs(interval.lower - lower) < 1e-12)
    #expect(abs(interval.upper - upper) < 1e-12)
  }

  @Test("nothing but wins leaves room below, in closed form")
  func allWins() throws {
    let interval = try #require(Self.rate(1, 0).interval)
    #expect(abs(interval.lower - 0.025) < 1e-14)
    #expect(interval.upper == 1)
    let other = try #require(Self.rate(0, 2).interval)
    #expect(other.lower == 0)
    #expect(abs(other.upper - (1 - 0.025.squareRoot())) < 1e-14)
  }

  @Test("without a decision there is no rate")
  func undecided() {
    let rate = Self.rate(0, 0, 3)
    #expect(rate.ties == 3)
    #expect(rate.rate == nil)
    #expect(rate.interval == nil)
  }

  @Test("trials that cannot be paired are the caller's mistake")
  func lengths() async {
    await #expect(processExitsWith: .failure) { _ = WinRate(of: [1], against: []) }
  }
}
