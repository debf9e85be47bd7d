public import ApportionPrimitives

/// A measure of how similarly two vectors order the players: 1 for the same order, −1 for the opposite.
///
/// Both are undefined if one vector gives every player the same value, since it then defines no order.
/// Values that differ by no more than rounding are equal: see ``Ties``.
///
/// - Cost: quadratic in the number of players for Kendall's, that of sorting for Spearman's.
public enum RankCorrelation: String, ConfigurableChoice {
  /// Kendall's τ-b, *(C − D) / √((P − Tₐ)(P − T_b))*.
  ///
  /// Of P pairs of players, C are in the same order in both vectors, D in opposite orders, Tₐ tied in the
  /// first vector and T_b in the second.
  ///
  /// - Source: Kendall, "The treatment of ties in ranking problems", Biometrika 33(3), 1945.
  case kendall
  /// Spearman's ρ: the correlation of the ranks, where equal values get the mean of their ranks.
  case spearman

  /// The correlation of two orders, or nil if one of the vectors defines none.
  ///
  /// - Parameters:
  ///   - a: one value per player.
  ///   - b: one value per player, for the same players in the same order.
  /// - Returns: from −1 to 1, or nil.
  public func callAsFunction(_ a: [Double], _ b: [Double]) -> Double? {
    precondition(
      a.count == b.count, "values of \(a.count) and \(b.count) players cannot be correlated")
    let (a, b) = (Ties.settled(a), Ties.settled(b))
    return switch self {
    case .kendall: Self.kendall(a, b)
    case .spearman: Self.pearson(averageRanks(a), averageRanks(b))
    }
  }

  private static func kendall(_ a: [Double], _ b: [Double]) -> Double? {
    var (excess, untiedInA, untiedInB) = (0, 0, 0)
    for i in a.indices {
      for j in 0..<i {
        let (inA, inB) = (order(a[i], a[j]), order(b[i], b[j]))
        excess += inA * inB
        untiedInA += abs(inA)
        untiedInB += abs(inB)
      }
    }
    guard untiedInA > 0, untiedInB > 0 else { return nil }
    return Double(excess) / (Double(untiedInA) * Double(untiedInB)).squareRoot()
  }

  private static func pearson(_ a: [Double], _ b: [Double]) -> Double? {
    // The sum of the ranks does not depend on ties.
    let mean = Double(a.count + 1) / 2
    var (both, inA, inB) = (0.0, 0.0, 0.0)
    for (a, b) in zip(a, b) {
      both += (a - mean) * (b - mean)
      inA += (a - mean) * (a - mean)
      inB += (b - mean) * (b - mean)
    }
    return inA > 0 && inB > 0 ? both / (inA * inB).squareRoot() : nil
  }
}

/// 1 if `a` is above `b`, −1 if it is below, 0 if they are equal.
func order(_ a: Double, _ b: Double) -> Int { a > b ? 1 : a < b ? -1 : 0 }
