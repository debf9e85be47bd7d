/// The means and spreads of numbers that are grouped into cells.
public struct StratumMoments: Codable, Hashable, Sendable {
  /// How many numbers each cell has.
  public private(set) var counts: [Int]
  /// The mean of each cell.
  public private(set) var means: [Double]
  /// The sum of squared deviations from the mean, of each cell.
  public private(set) var squares: [Double]

  /// Moments of this many empty cells.
  public init(cells: Int) {
    counts = Array(repeating: 0, count: cells)
    means = Array(repeating: 0, count: cells)
    squares = means
  }

  /// Adds a number to a cell.
  public mutating func add(_ value: Double, to cell: Int) {
    counts[cell] += 1
    let excess = value - means[cell]
    means[cell] += excess / Double(counts[cell])
    squares[cell] += excess * (value - means[cell])
  }

  /// The squared standard error of a cell's mean; 0 for fewer than two numbers.
  public func variance(ofMean cell: Int) -> Double {
    let count = Double(counts[cell])
    return counts[cell] > 1 ? squares[cell] / (count - 1) / count : 0
  }

  /// The degrees of freedom of a cell's variance.
  func freedom(of cell: Int) -> Double { Double(max(counts[cell] - 1, 0)) }

  /// Merges the only cells of two moments into one cell, with `shift` added to the numbers of the second.
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
