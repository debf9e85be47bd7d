/// The same share for every player: the baseline that an account must beat to be worth its cost.
public enum EqualSplit {
  /// 1/n for each of `players`.
  public static func shares(players: Int) -> [Double] {
    Array(repeating: 1 / Double(players), count: players)
  }

  /// The expected squared distance of the equal split from shares drawn from a symmetric Dirichlet
  /// distribution.
  ///
  ///     E‖X − 1/n‖² = (n − 1) / (n² α + n)   for X ~ Dir(α, …, α) of n players
  ///
  /// - Parameters:
  ///   - players: n.
  ///   - concentration: α, above 0.
  /// - Returns: in squared shares, as ``DistanceMeasure/squaredL2``.
  /// - Source: Geimer, Fiz Pontiveros & State, "On the volatility of Shapley-based contribution
  ///   metrics in federated learning", 2025 (arXiv 2405.08044), lemma 1.
  public static func expectedSquaredDistance(players: Int, concentration: Double) -> Double {
    precondition(players > 0 && concentration > 0, "`players` and `concentration` must be above 0")
    let n = Double(players)
    return (n - 1) / (n * n * concentration + n)
  }
}
