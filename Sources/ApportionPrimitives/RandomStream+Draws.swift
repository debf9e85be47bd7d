// These draws do not use the standard library, because its shuffle and its random floats may change
// between releases, and the draws of an account must not.

extension RandomStream {
  /// A number in [0, 1), a multiple of 2⁻⁵³.
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// A whole number in `0..<bound`, without bias.
  ///
  /// - Source: Lemire, "Fast random integer generation in an interval", ACM TOMACS 29(1), 2019.
  public mutating func integer(below bound: Int) -> Int {
    precondition(bound > 0, "the bound of a random whole number must be above 0, not \(bound)")
    let bound = UInt64(bound)
    var (high, low) = next().multipliedFullWidth(by: bound)
    if low < bound {
      let threshold = (0 &- bound) % bound
      while low < threshold { (high, low) = next().multipliedFullWidth(by: bound) }
    }
    return Int(high)
  }

  /// A draw from the standard normal distribution.
  ///
  /// - Source: Marsaglia & Bray, "A convenient method for generating normal variables", SIAM Review
  ///   6(3), 1964 (the polar method).
  public mutating func normal() -> Double {
    while true {
      let x = 2 * uniform() - 1
      let y = 2 * uniform() - 1
      let square = x * x + y * y
      if square > 0, square < 1 {
        return x * (-2 * Elementary.log(square) / square).squareRoot()
      }
    }
  }

  /// The logarithm of a draw from the gamma distribution with scale 1.
  ///
  /// The logarithm is returned because, for a small shape, the draw itself often underflows to 0.
  ///
  /// - Precondition: `shape` is above 0.
  /// - Source: Marsaglia & Tsang, "A simple method for generating gamma variables", ACM TOMS 26(3),
  ///   2000; shapes below 1 use the boost of its section 6.
  public mutating func logGamma(shape: Double) -> Double {
    precondition(shape > 0, "a gamma distribution needs a shape above 0, not \(shape)")
    if shape < 1 {
      let boost = Elementary.log(1 - uniform()) / shape
      return logGamma(shape: shape + 1) + boost
    }
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = normal()
      let root = 1 + c * x
      if root <= 0 { continue }
      let v = root * root * root
      let u = 1 - uniform()
      if Elementary.log(u) < 0.5 * x * x + d - d * v + d * Elementary.log(v) {
        return Elementary.log(d) + Elementary.log(v)
      }
    }
  }

  /// A draw from the Dirichlet distribution: shares that sum to 1.
  ///
  /// - Precondition: the concentrations, one α for each share, are above 0.
  public mutating func dirichlet(_ concentrations: [Double]) -> [Double] {
    let logs = concentrations.map { logGamma(shape: $0) }
    let largest = logs.max() ?? 0
    precondition(largest > -.infinity, "Dirichlet draws need an α above 1e-300")
    let parts = logs.map { Elementary.exp($0 - largest) }
    let total = parts.reduce(0, +)
    return parts.map { $0 / total }
  }

  /// Puts `elements` in a uniformly random order, by the Fisher-Yates shuffle.
  public mutating func shuffle<Element>(_ elements: inout [Element]) {
    for last in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(last, integer(below: last + 1))
    }
  }

  /// A uniformly random order of `0..<count`.
  public mutating func permutation(of count: Int) -> [Int] {
    var order = Array(0..<count)
    shuffle(&order)
    return order
  }
}
