import ApportionReport
import Testing

@Suite("Figures of fixed decimals")
struct FixedFigureTests {
  @Test(
    "have as many decimals as they are to have, and few digits where they are huge",
    arguments: [
      (0.72918, 4, "+0.7292"), (-999_999_999.4, 1, "-999999999.4"), (1e9, 4, "+1.0000e+09"),
      (-1.23456789e38, 4, "-1.2346e+38"), (1.7e308, 0, "+1.70e+308"), (0, 2, "+0.00"),
    ])
  func text(value: Double, decimals: Int, text: String) {
    #expect(value.fixed(decimals, signed: true) == text)
    #expect(abs(value).fixed(decimals) == String(text.dropFirst()))
  }

  @Test("are those of pages, too")
  func pages() {
    let decimals = Decimals(largestOf: [-1.23456789e38, 2])
    #expect(decimals(-1.23456789e38, signed: true) == "−1.23e+38")
    #expect(decimals(2, signed: true) == "+2")
  }
}
