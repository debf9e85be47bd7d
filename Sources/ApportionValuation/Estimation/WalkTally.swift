/// What orders of the players have credited them with.
public struct WalkTally: Codable, Hashable, Sendable {
  /// *v(∅)*.
  public let nobody: Double
  /// *v(N)*.
  public let everybody: Double
  /// Of the credits of each order.
  public var credits: RunningMoments

  public init(players: Int, nobody: Double, everybody: Double) {
    (self.nobody, self.everybody) = (nobody, everybody)
    credits = RunningMoments(dimensions: players)
  }

  public var playerCount: Int { credits.mean.count }

  /// What each player adds to those before it, in order.
  ///
  /// The worths are those of the first player, of the first two, …; where there are fewer than n − 1,
  /// whoever comes after the last of them is taken to add nothing.
  func credits(along order: [Int], worths: ArraySlice<Double>) -> [Double] {
    var credits = [Double](repeating: 0, count: playerCount)
    var before = nobody
    for (player, worth) in zip(order, worths) {
      credits[player] = worth - before
      before = worth
    }
    if worths.count == playerCount - 1, let last = order.last {
      credits[last] = everybody - before
    }
    return credits
  }

  /// The mean credits; all of the gain for somebody who plays alone.
  func values() throws -> (values: [Double], standardErrors: [Double]) {
    if playerCount == 1 { return ([everybody - nobody], [0]) }
    guard credits.count > 0 else { throw Undetermined() }
    return (credits.mean, credits.standardErrors)
  }
}

extension Estimator where Tally == WalkTally {
  public func tally(forPlayers n: Int, opening worths: [Double]) -> WalkTally {
    WalkTally(players: n, nobody: worths[0], everybody: worths[1])
  }

  public func values(
    from tally: WalkTally
  ) throws -> (values: [Double], standardErrors: [Double]) {
    try tally.values()
  }
}

extension Draw {
  /// The first player of `order`, the first two, …, all but the last.
  static func prefixes(of order: [Int]) -> [Coalition] {
    var prefix = Coalition.empty
    return order.dropLast().map { player in
      prefix = prefix.inserting(player)
      return prefix
    }
  }

  /// The next prefix of a draw that asks for one after another, up to all but the last player, unless
  /// the worth of the latest is enough.
  func nextPrefix(unless isEnough: (Double) -> Bool) -> [Coalition] {
    guard let latest = coalitions.last, let worth = worths.last,
      coalitions.count < order.count - 1, !isEnough(worth)
    else { return [] }
    return [latest.inserting(order[coalitions.count])]
  }
}
