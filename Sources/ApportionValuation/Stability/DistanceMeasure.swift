public import ApportionPrimitives

/// A measure of the distance between two vectors of shares; every one is 0 for equal vectors.
///
/// - Units: shares, so that 0.01 is a percentage point, unless stated otherwise. Papers print the squared
///   L2 times 100, and L∞ in percentage points.
public enum DistanceMeasure: String, ConfigurableChoice {
  /// Σ (aᵢ − bᵢ)², in squared shares.
  case squaredL2 = "squared-l2"
  /// The square root of Σ (aᵢ − bᵢ)².
  case l2
  /// The largest |aᵢ − bᵢ|: the gain or loss of the player whose share changes most.
  case lInfinity = "l-infinity"
  /// Σ |aᵢ − bᵢ| / 2: the part of the total that moves between players.
  case totalVariation = "total-variation"
  /// 1 − a·b / (‖a‖ ‖b‖), from 0 to 2 without unit; undefined if a vector is all zeros.
  case cosine
  /// ½ Σ aᵢ ln(aᵢ/mᵢ) + ½ Σ bᵢ ln(bᵢ/mᵢ) with m = (a + b)/2, from 0 to ln 2 nats.
  ///
  /// This is the divergence and not its root. It is undefined unless both vectors are distributions: no
  /// share is negative, and the shares of each sum to 1.
  case jensenShannon = "jensen-shannon"

  /// The distance between two vectors of shares, or nil if it is undefined.
  ///
  /// - Parameters:
  ///   - a: one share per player.
  ///   - b: one share per player, for the same players in the same order.
  /// - Returns: at least 0, or nil.
  public func callAsFunction(_ a: [Double], _ b: [Double]) -> Double? {
    precondition(
      a.count == b.count, "shares of \(a.count) and \(b.count) players cannot be compared")
    switch self {
    case .squaredL2: return Self.squaredL2(a, b)
    case .l2: return Self.squaredL2(a, b).squareRoot()
    case .lInfinity: return zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) }
    case .totalVariation: return zip(a, b).reduce(0) { $0 + abs($1.0 - $1.1) } / 2
    case .cosine: return Self.cosine(a, b)
    case .jensenShannon: return Self.jensenShannon(a, b)
    }
  }

  private static func squaredL2(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  }

  /// Half the squared distance of the vectors scaled to length 1, which equals the cosine distance and
  /// does not cancel if they are close.
  private static func cosine(_ a: [Double], _ b: [Double]) -> Double? {
    guard let a = normalised(a), let b = normalised(b) else { return nil }
    return squaredL2(a, b) / 2
  }

  private static func normalised(_ vector: [Double]) -> [Double]? {
    let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return length > 0 ? vector.map { $0 / length } : nil
  }

  private static func jensenShannon(_ a: [Double], _ b: [Double]) -> Double? {
    guard isDistribution(a), isDistribution(b) else { return nil }
    var sum = 0.0
    for (a, b) in zip(a, b) {
      let middle = (a + b) / 2
      if a > 0 { sum += a * Elementary.log(a / middle) / 2 }
      if b > 0 { sum += b * Elementary.log(b / middle) / 2 }
    }
    return max(sum, 0)  // Rounding may leave −1e-17.
  }

  private static func isDistribution(_ shares: [Double]) -> Bool {
    shares.allSatisfy { $0 >= 0 } && abs(shares.reduce(0, +) - 1) < 1e-9
  }
}
