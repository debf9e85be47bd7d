/// The mean and the spread of vectors that are added one by one.
///
/// - Source: Welford, "Note on a method for calculating corrected sums of squares and products",
///   Technometrics 4(3), 1962.
public struct RunningMoments: Codable, Hashable, Sendable {
  /// The number of vectors added.
  public private(set) var count = 0
  /// The mean of the vectors.
  public private(set) var mean: [Double]
  /// Sums of squared deviations from the mean.
  public private(set) var squares: [Double]

  /// Moments without any vectors yet.
  public init(dimensions: Int) {
    mean = Array(repeating: 0, count: dimensions)
    squares = mean
  }

  /// Adds a vector.
  public mutating func add(_ vector: [Double]) {
    count += 1
    for index in mean.indices {
      let excess = vector[index] - mean[index]
      mean[index] += excess / Double(count)
      squares[index] += excess * (vector[index] - mean[index])
    }
  }

  /// The standard error of each mean, for independent vectors; 0 for fewer than two.
  public var standardErrors: [Double] {
    guard count > 1 else { return Array(repeating: 0, count: mean.count) }
    return squares.map { ($0 / Double(count - 1) / Double(count)).squareRoot() }
  }
}
