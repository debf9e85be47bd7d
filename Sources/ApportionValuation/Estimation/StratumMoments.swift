/// Means and spreads of numbers that fall into cells.
public struct StratumMoments: Codable, Hashable, Sendable {
  /// How many numbers fell into each cell.
  public private(set) var counts: [Int]
  /// Their means.
  public private(set) var means: [Double]
  /// Sums of squared deviations from the means.
  public private(set) var squares: [Double]

  /// Empty cells.
  public init(cells: Int) {
    counts = Array(repeating: 0, count: cells)
    means = Array(repeating: 0, count: cells)
    squares = means
  }

  public mutating func add(_ value: Double, to cell: Int) {
    counts[cell] += 1
    let excess = value - means[cell]
    means[cell] += excess / Double(counts[cell])
    squares[cell] += excess * (value - means[cell])
  }

  /// The squared standard error of a cell's mean; 0 before there are two numbers.
  public func variance(ofMean cell: Int) -> Double {
    let count = Double(counts[cell])
    return counts[cell] > 1 ? squares[cell] / (count - 1) / count : 0
  }

  /// How many degrees of freedom that has.
  func freedom(of cell: Int) -> Double { Double(max(counts[cell] - 1, 0)) }

  /// One cell of the numbers in the only cells of two others, those of the second with `shift` added.
  init(_ first: StratumMoments, _ second: StratumMoments, shift: Double) {
    let (a, b) = (Double(first.counts[0]), Double(second.counts[0]))
    let gap = second.means[0] + shift - first.means[0]
    counts = [first.counts[0] + second.counts[0]]
    means = [a + b > 0 ? first.means[0] + gap * b / (a + b) : 0]
    squares = [
      first.squares[0] + second.squares[0] + (a + b > 0 ? gap * gap * a * b / (a + b) : 0)
    ]
  }
}
