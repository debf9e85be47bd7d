/// The worths of ∅ and N, between which every walk through the players leads.
public struct WalkEnds: Codable, Hashable, Sendable {
  /// The number of players, n.
  public let playerCount: Int
  /// *v(∅)*.
  public let empty: Double
  /// *v(N)*.
  public let grand: Double

  /// From the worths of the empty and the grand coalition, in this order.
  init(players: Int, initial worths: [Double]) {
    (playerCount, empty, grand) = (players, worths[0], worths[1])
  }

  /// *v(N) − v(∅)*.
  var gain: Double { grand - empty }

  /// What each player adds to those before it in `order`.
  ///
  /// The worths are those of the first player, of the first two, and so on. If there are fewer than n −
  /// 1, the players after the last of them are taken to add nothing.
  func credits(along order: [Int], worths: ArraySlice<Double>) -> [Double] {
    var credits = [Double](repeating: 0, count: playerCount)
    var before = empty
    for (player, worth) in zip(order, worths) {
      credits[player] = worth - before
      before = worth
    }
    if worths.count == playerCount - 1, let last = order.last {
      credits[last] = grand - before
    }
    return credits
  }
}
