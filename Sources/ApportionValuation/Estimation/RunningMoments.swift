/// The mean and the spread of vectors that come one after another.
///
/// - Source: Welford, "Note on a method for calculating corrected sums of squares and products",
///   Technometrics 4(3), 1962.
public struct RunningMoments: Codable, Hashable, Sendable {
  /// How many vectors were added.
  public private(set) var count = 0
  /// Their mean.
  public private(set) var mean: [Double]
  /// Sums of squared deviations from the mean.
  public private(set) var squares: [Double]

  /// No vectors yet.
  public init(dimensions: Int) {
    mean = Array(repeating: 0, count: dimensions)
    squares = mean
  }

  public mutating func add(_ vector: [Double]) {
    count += 1
    for index in mean.indices {
      let excess = vector[index] - mean[index]
      mean[index] += excess / Double(count)
      squares[index] += excess * (vector[index] - mean[index])
    }
  }

  /// The standard error of each mean, of independent vectors; 0 before there are two.
  public var standardErrors: [Double] {
    guard count > 1 else { return Array(repeating: 0, count: mean.count) }
    return squares.map { ($0 / Double(count - 1) / Double(count)).squareRoot() }
  }
}
