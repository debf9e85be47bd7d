extension CoalitionTable {
  /// The linear datamodelling score: how well the sums of their members' values order coalitions by
  /// worth.
  ///
  ///     Spearman's ρ of  Σ_{i ∈ S} φᵢ  and  v(S)  over the coalitions S
  ///
  /// 1 if the worth increases with the sum, in whatever form; near 0 if the values contain no information
  /// about coalitions other than N, and choosing the best players by them is a guess.
  ///
  /// - Parameters:
  ///   - values: one per player.
  ///   - size: the number of members of the coalitions, or nil for all sizes, including ∅ and N.
  /// - Returns: from −1 to 1, or nil if all sums, or all worths, are the same.
  /// - Cost: 2ⁿ sums, and sorting them.
  /// - Source: Park, Georgiev, Ilyas, Leclerc & Madry, "TRAK: attributing model behavior at scale", ICML
  ///   2023, over all coalitions in place of a sample.
  public func linearDatamodellingScore(of values: [Double], size: Int? = nil) -> Double? {
    precondition(
      values.count == playerCount, "\(values.count) values do not match \(playerCount) players")
    var (sums, worths) = ([Double](), [Double]())
    for set in self.worths.indices where size == nil || set.nonzeroBitCount == size {
      sums.append(Coalition(index: set).members.reduce(0) { $0 + values[$1] })
      worths.append(self.worths[set])
    }
    // Sums of values are differences of worths, with the same rounding errors.
    let rounding = Ties.rounding(ofSize: largestWorth)
    return RankCorrelation.spearman(
      Ties.settled(sums, within: rounding), Ties.settled(worths, within: rounding))
  }
}
