/// How near values come to others that are exact.
///
/// In the games of federated learning most of the worth is the first client's, whoever that is, and
/// clients differ by little: an error is then small beside the values and large beside what tells clients
/// apart, so that both are told.
public struct Fidelity: Codable, Hashable, Sendable {
  /// ‖estimate − exact‖ / ‖exact‖, or nil where all exact values are 0.
  public let relativeError: Double?
  /// ‖estimate − exact‖ / ‖exact − mean of exact‖, or nil where the exact values are all the same.
  public let errorOverSpread: Double?
  /// max |estimate − exact|, in the units of the game.
  public let largestError: Double
  /// Spearman's ρ of the two orders, or nil where there is none.
  public let spearman: Double?
  /// Kendall's τ-b, or nil where there is no order.
  public let kendall: Double?

  /// - Parameters:
  ///   - estimate: one value per player.
  ///   - exact: one value per player, for the same players in the same order.
  public init(of estimate: [Double], to exact: [Double]) {
    precondition(
      estimate.count == exact.count,
      "values of \(estimate.count) and of \(exact.count) players cannot be compared")
    let mean = exact.reduce(0, +) / Double(max(exact.count, 1))
    let error = DistanceMeasure.l2(estimate, exact)
    func ratio(to center: Double) -> Double? {
      let length = exact.reduce(0) { $0 + ($1 - center) * ($1 - center) }.squareRoot()
      return length > 0 ? error.map { $0 / length } : nil
    }
    relativeError = ratio(to: 0)
    // A mean that is rounded leaves a spread of rounding errors where there is none.
    errorOverSpread = Set(exact).count > 1 ? ratio(to: mean) : nil
    largestError = zip(estimate, exact).reduce(0) { max($0, abs($1.0 - $1.1)) }
    spearman = RankCorrelation.spearman(estimate, exact)
    kendall = RankCorrelation.kendall(estimate, exact)
  }
}

extension CoalitionTable {
  /// Σ φᵢ − (v(N) − v(∅)): what values leave over of the gain, or give out beyond it.
  ///
  /// 0 up to rounding for efficient methods; for others it is no error, but what keeps their values
  /// from being parts of a whole.
  public func efficiencyResidual(of values: [Double]) -> Double {
    precondition(
      values.count == playerCount, "\(values.count) values are not of \(playerCount) players")
    return values.reduce(0, +) - (worths[worths.count - 1] - worths[0])
  }
}
