extension PartialTable {
  /// The linear datamodelling score over the given coalitions.
  ///
  /// - Parameter values: one per player.
  /// - Returns: from −1 to 1, or nil if all sums, or all utilities, are the same.
  public func linearDatamodellingScore(of values: [Double]) -> Double? {
    precondition(
      values.count == playerCount, "\(values.count) values do not match \(playerCount) players")
    let sums = coalitions.map { coalition in coalition.reduce(0) { $0 + values[$1] } }
    return RankCorrelation.spearman(sums, utilities)
  }

  /// Σ φᵢ − (v(N) − v(∅)), or nil if the empty or the grand coalition is missing.
  public func efficiencyResidual(of values: [Double]) -> Double? {
    guard let empty = self[.empty], let grand = self[.grand(playerCount)] else { return nil }
    return values.reduce(0, +) - (grand - empty)
  }
}
