/// How many values fall between given edges, below the first and above the last.
public struct Histogram: Codable, Hashable, Sendable {
  /// In increasing order; bin i lies between edges i and i + 1.
  public let edges: [Double]
  /// One count per bin, which includes its lower edge; the last bin also includes its upper edge.
  public private(set) var counts: [Int]
  /// How many values lie below the first edge.
  public private(set) var below = 0
  /// How many values lie above the last edge.
  public private(set) var above = 0

  /// Counts finite values.
  ///
  /// - Parameters:
  ///   - values: any number of values.
  ///   - edges: at least two, in increasing order.
  public init(of values: [Double], edges: [Double]) {
    precondition(
      edges.count > 1 && zip(edges, edges.dropFirst()).allSatisfy { $0 < $1 },
      "a histogram needs two or more rising edges, not \(edges)")
    self.edges = edges
    counts = Array(repeating: 0, count: edges.count - 1)
    for value in values {
      precondition(value.isFinite, "a histogram counts finite values, not \(value)")
      let passed = edges.count { $0 <= value }
      if passed == 0 {
        below += 1
      } else if passed < edges.count {
        counts[passed - 1] += 1
      } else if value == edges[edges.count - 1] {
        counts[counts.count - 1] += 1
      } else {
        above += 1
      }
    }
  }

  /// The edges of bins of equal width.
  ///
  /// - Parameters:
  ///   - first: the lower edge of the first bin.
  ///   - last: the upper edge of the last bin.
  ///   - bins: the number of bins; if it is odd and the ends are ±x, 0 is in the middle of a bin.
  /// - Returns: `bins + 1` edges.
  public static func edges(from first: Double, to last: Double, bins: Int) -> [Double] {
    (0...bins).map { edge in
      let place = Double(edge) / Double(bins)
      return first * (1 - place) + last * place
    }
  }
}
