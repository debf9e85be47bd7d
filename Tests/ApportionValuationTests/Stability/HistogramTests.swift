import ApportionValuation
import Testing

@Suite("Histogram")
struct HistogramTests {
  @Test("a bin holds its lower edge, the last its upper too, and nothing is lost")
  func bins() {
    let histogram = Histogram(of: [-1, 0, 0.5, 1, 1.5, 2, 2.5, 9], edges: [0, 1, 2])
    #expect(histogram.counts == [2, 3])
    #expect(histogram.below == 1)
    #expect(histogram.above == 2)
  }

  @Test("edges are even, exact at the ends, and 0 is in the middle of an odd number of bins")
  func edges() {
    #expect(Histogram.edges(from: 0, to: 1, bins: 4) == [0, 0.25, 0.5, 0.75, 1])
    let edges = Histogram.edges(from: -0.45, to: 0.45, bins: 9)
    #expect(edges.first == -0.45 && edges.last == 0.45)
    #expect(Histogram(of: [0], edges: edges).counts == [0, 0, 0, 0, 1, 0, 0, 0, 0])
  }

  @Test("no values are no counts")
  func empty() {
    #expect(Histogram(of: [], edges: [0, 1]).counts == [0])
  }

  @Test("edges that do not rise, and values that are no numbers, are the caller's mistakes")
  func mistakes() async {
    await #expect(processExitsWith: .failure) { _ = Histogram(of: [], edges: [1]) }
    await #expect(processExitsWith: .failure) { _ = Histogram(of: [], edges: [1, 1]) }
    await #expect(processExitsWith: .failure) { _ = Histogram(of: [.nan], edges: [0, 1]) }
  }
}
