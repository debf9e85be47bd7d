/// How many values fall between stated edges; none is lost.
public struct Histogram: Codable, Hashable, Sendable {
  /// Rising; bin i lies between edges i and i + 1.
  public let edges: [Double]
  /// One count per bin: it holds its lower edge, and the last its upper edge too.
  public private(set) var counts: [Int]
  /// How many values lie below the first edge.
  public private(set) var below = 0
  /// How many lie above the last.
  public private(set) var above = 0

  /// Counts finite values.
  ///
  /// - Parameters:
  ///   - values: any number of them.
  ///   - edges: at least two, rising.
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
  ///   - bins: an odd number puts 0 in the middle of a bin where the ends are ±x.
  /// - Returns: `bins + 1` edges.
  public static func edges(from first: Double, to last: Double, bins: Int) -> [Double] {
    (0...bins).map { edge in
      let place = Double(edge) / Double(bins)
      return first * (1 - place) + last * place
    }
  }
}
