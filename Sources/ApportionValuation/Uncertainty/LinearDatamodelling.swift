extension CoalitionTable {
  /// The linear datamodelling score: how well the sums of its members' values put coalitions in the
  /// order of their worths.
  ///
  ///     Spearman's ρ of  Σ_{i ∈ S} φᵢ  and  v(S)  over the coalitions S
  ///
  /// 1 where the worth grows with the sum, whatever its shape; near 0 where values tell nothing of
  /// coalitions other than everybody, and picking the best players by them is a guess.
  ///
  /// - Parameters:
  ///   - values: one per player.
  ///   - size: how many members the coalitions have, or nil for coalitions of all sizes, nobody and
  ///     everybody among them.
  /// - Returns: from −1 to 1, or nil where all sums, or all worths, are the same.
  /// - Cost: 2ⁿ sums, and sorting them.
  /// - Source: Park, Georgiev, Ilyas, Leclerc & Madry, "TRAK: attributing model behavior at scale", ICML
  ///   2023, over all coalitions in place of a sample.
  public func linearDatamodellingScore(of values: [Double], size: Int? = nil) -> Double? {
    precondition(
      values.count == playerCount, "\(values.count) values are not of \(playerCount) players")
    var (sums, worths) = ([Double](), [Double]())
    for set in self.worths.indices where size == nil || set.nonzeroBitCount == size {
      sums.append(Coalition(index: set).members.reduce(0) { $0 + values[$1] })
      worths.append(self.worths[set])
    }
    // Sums of values are differences of worths, and as uncertain as those.
    let rounding = Ties.rounding(ofSize: largestWorth)
    return RankCorrelation.spearman(
      Ties.settled(sums, within: rounding), Ties.settled(worths, within: rounding))
  }
}
