/// How far several runs agree on the order of the players, and on the top players.
///
/// Rows are runs: each has one value per player, for the same players in the same order. Values that
/// differ by no more than rounding are equal: see ``Ties``.
public enum RankAgreement {
  /// Kendall's coefficient of concordance W of m runs on n players, corrected for ties.
  ///
  ///     W = 12 Σᵢ (Rᵢ − m (n + 1)/2)² / (m² (n³ − n) − m Σ (t³ − t))
  ///
  /// Rᵢ is the sum of player i's ranks over the runs, and t the size of each group of equal values in a
  /// run.
  ///
  /// - Parameter runs: for fewer than two, the result is nil.
  /// - Returns: 1 if all runs have the same order, about 1/m for random orders; nil for fewer than two
  ///   runs and if no run defines an order.
  /// - Source: Kendall & Babington Smith, "The problem of m rankings", Annals of Mathematical
  ///   Statistics 10(3), 1939; ties as in Kendall, "Rank correlation methods", 1948.
  public static func kendallsW(of runs: [[Double]]) -> Double? {
    guard runs.count > 1 else { return nil }
    let runs = runs.map { Ties.settled($0) }
    let (m, n) = (Double(runs.count), Double(playerCount(of: runs)))
    var rankSums = [Double](repeating: 0, count: Int(n))
    for run in runs {
      for (player, rank) in averageRanks(run).enumerated() { rankSums[player] += rank }
    }
    var spread = 0.0
    for sum in rankSums { spread += (sum - m * (n + 1) / 2) * (sum - m * (n + 1) / 2) }
    let ties = runs.reduce(0) { $0 + tieCorrection($1) }
    let largest = m * m * (n * n * n - n) - m * ties
    return largest > 0 ? 12 * spread / largest : nil
  }

  /// The probability that two runs have two players in opposite orders.
  ///
  /// It is the mean over all pairs of runs and all pairs of players of 1 if the order is reversed and 0
  /// if it is the same. Players that are equal in one run but not in the other count ½; players that are
  /// equal in both runs count 0.
  ///
  /// - Parameter runs: for fewer than two, or for fewer than two players, the result is nil.
  /// - Returns: from 0 to 1, or nil.
  /// - Source: Fagin, Kumar, Mahdian, Sivakumar & Vee, "Comparing and aggregating rankings with ties",
  ///   PODS 2004: their K^(1/2) divided by its largest value.
  public static func flipProbability(among runs: [[Double]]) -> Double? {
    let players = playerCount(of: runs)
    guard runs.count > 1, players > 1 else { return nil }
    let runs = runs.map { Ties.settled($0) }
    var (halves, pairs) = (0, 0)
    for run in runs.indices {
      for other in 0..<run {
        for i in 0..<players {
          for j in 0..<i {
            // The difference is 2 for opposite orders, and 1 if the players are equal in one run only.
            halves += abs(order(runs[run][i], runs[run][j]) - order(runs[other][i], runs[other][j]))
            pairs += 1
          }
        }
      }
    }
    return Double(halves) / Double(2 * pairs)
  }

  /// The fraction of the `count` highest players that two runs have in common.
  ///
  /// Players that are equal at the cutoff share the remaining ranks equally: each counts as a fraction of
  /// a member, and the smaller fraction of the two runs is in common. So the overlap of a run with itself
  /// is 1.
  ///
  /// - Parameters:
  ///   - a: one value per player.
  ///   - b: one value per player, for the same players in the same order.
  ///   - count: the number of top players, from 1 to all.
  /// - Returns: from 0 to 1; two random orders of n players have about `count`/n.
  public static func topOverlap(_ a: [Double], _ b: [Double], count: Int) -> Double {
    precondition(a.count == b.count, "runs of \(a.count) and \(b.count) players cannot be compared")
    precondition(
      (1...max(a.count, 1)).contains(count), "there is no top \(count) of \(a.count) players")
    let common = zip(
      membership(Ties.settled(a), count), membership(Ties.settled(b), count)
    ).reduce(0) { $0 + min($1.0, $1.1) }
    return common / Double(count)
  }

  private static func membership(_ values: [Double], _ count: Int) -> [Double] {
    values.map { value in
      let places = Double(count - values.count { $0 > value })
      let equal = Double(values.count { $0 == value })
      return min(max(places / equal, 0), 1)
    }
  }

  private static func playerCount(of runs: [[Double]]) -> Int {
    let count = runs.first?.count ?? 0
    precondition(runs.allSatisfy { $0.count == count }, "runs differ in their number of players")
    return count
  }
}
