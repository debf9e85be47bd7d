import ApportionPrimitives

/// A probability distribution of coalition sizes.
struct SizeDistribution {
  /// The smallest size.
  let first: Int
  /// The probability of each size or a smaller one, multiplied by `total`.
  private let cumulative: [Double]
  private let total: Double

  /// Sizes from `first` upwards, with probabilities proportional to `weights`.
  init(from first: Int, weights: [Double]) {
    var sum = 0.0
    var cumulative: [Double] = []
    for weight in weights {
      sum += weight
      cumulative.append(sum)
    }
    (self.first, self.cumulative, total) = (first, cumulative, sum)
  }

  /// Sizes 1 … n − 1 with probabilities proportional to *1 / (s (n − s))*, the weight of all coalitions
  /// of a size in KernelSHAP.
  static func kernel(players n: Int) -> SizeDistribution {
    SizeDistribution(from: 1, weights: (1..<n).map { 1 / Double($0 * (n - $0)) })
  }

  func draw(using stream: inout RandomStream) -> Int {
    let point = stream.uniform() * total
    return first + min(cumulative.count { $0 <= point }, cumulative.count - 1)
  }
}
