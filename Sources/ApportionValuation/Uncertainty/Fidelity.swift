/// How close values are to exact ones.
///
/// In the games of federated learning most of the worth is due to the first client of a coalition,
/// whichever it is, and clients differ little. An error is then small compared with the values and large
/// compared with the differences between clients, so both ratios are reported.
public struct Fidelity: Codable, Hashable, Sendable {
  /// ‖estimate − exact‖ / ‖exact‖, or nil if all exact values are 0.
  public let relativeError: Double?
  /// ‖estimate − exact‖ / ‖exact − mean of exact‖, or nil if the exact values are all the same.
  public let errorOverSpread: Double?
  /// max |estimate − exact|, in the units of the game.
  public let largestError: Double
  /// Spearman's ρ of the two orders, or nil if one of the vectors defines no order.
  public let spearman: Double?
  /// Kendall's τ-b, or nil if one of the vectors defines no order.
  public let kendall: Double?

  /// Compares an estimate with exact values.
  ///
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
    // If all exact values are equal, their rounded mean would leave a spread of rounding errors.
    errorOverSpread = Set(exact).count > 1 ? ratio(to: mean) : nil
    largestError = zip(estimate, exact).reduce(0) { max($0, abs($1.0 - $1.1)) }
    spearman = RankCorrelation.spearman(estimate, exact)
    kendall = RankCorrelation.kendall(estimate, exact)
  }
}

extension CoalitionTable {
  /// Σ φᵢ − (v(N) − v(∅)): how much more the values sum to than the gain, or less if it is negative.
  ///
  /// It is 0 up to rounding for efficient methods. For others it is not an error, but it shows that their
  /// values do not divide the gain.
  public func efficiencyResidual(of values: [Double]) -> Double {
    precondition(
      values.count == playerCount, "\(values.count) values do not match \(playerCount) players")
    return values.reduce(0, +) - (worths[worths.count - 1] - worths[0])
  }
}
