import ApportionPrimitives

/// Sizes of coalitions, drawn with given chances.
struct SizeDistribution {
  /// The smallest size.
  let first: Int
  /// The chance of that size or a smaller one, up to the factor `total`.
  private let cumulative: [Double]
  private let total: Double

  /// Sizes from `first` on, with chances in proportion to `weights`.
  init(from first: Int, weights: [Double]) {
    var sum = 0.0
    var cumulative: [Double] = []
    for weight in weights {
      sum += weight
      cumulative.append(sum)
    }
    (self.first, self.cumulative, total) = (first, cumulative, sum)
  }

  /// Sizes 1 … n − 1 with chances in proportion to *1 / (s (n − s))*, the weight of all coalitions of
  /// a size in KernelSHAP.
  static func kernel(players n: Int) -> SizeDistribution {
    SizeDistribution(from: 1, weights: (1..<n).map { 1 / Double($0 * (n - $0)) })
  }

  func draw(using stream: inout RandomStream) -> Int {
    let point = stream.uniform() * total
    return first + min(cumulative.count { $0 <= point }, cumulative.count - 1)
  }
}
