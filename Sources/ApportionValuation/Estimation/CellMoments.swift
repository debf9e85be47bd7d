/// Means and spreads of numbers that fall into cells.
public struct CellMoments: Codable, Hashable, Sendable {
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
}
