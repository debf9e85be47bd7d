import ApportionPrimitives

/// The credits of the players in walks along orders of the players.
///
/// The first player of a walk leads it: its credit is the jump from ∅ to one player, which can be far
/// larger than all that is added later. So players lead in turn, and the values are
///
///     φᵢ = Σ_d w_d x_d(i) + c (1/n − Σ_d w_d f_d(i))
///
/// over the draws d, each of one walk or of an order and its reverse, where *x_d(i)* is the mean credit
/// of i over the walks of a draw and *f_d(i)* the fraction of them that i leads. Single walks have the
/// weight *w = 1/(L nₗ)*, where L is the number of players that have led and nₗ how often the leader has;
/// pairs of walks belong together and all have the same weight. *c* estimates what leading adds to a
/// player's credit: the last term divides the jump equally, as a control variate *c · 1[S ≠ ∅]* does.
/// Once all players have led, equally often in the case of pairs, the last term is 0, and a player that
/// adds nothing gets exactly 0.
public struct PermutationTally: Codable, Hashable, Sendable {
  let ends: WalkEnds
  private let walksPerDraw: Int
  /// The leader of each walk.
  private var leaders: [Int] = []
  /// One credit per player, for each walk.
  private var credits: [[Double]] = []

  init(players: Int, initial worths: [Double], walksPerDraw: Int) {
    ends = WalkEnds(players: players, initial: worths)
    self.walksPerDraw = walksPerDraw
  }

  /// Adds a walk; the worths are those that ``WalkEnds/credits(along:worths:)`` needs.
  mutating func add(along order: [Int], worths: ArraySlice<Double>) {
    leaders.append(order[0])
    credits.append(ends.credits(along: order, worths: worths))
  }

  /// - Throws: ``Undetermined`` if there are fewer than two draws of two or more players.
  func values() throws -> SampledValues {
    let (n, draws) = (ends.playerCount, chunks(of: leaders.count, by: walksPerDraw))
    guard n > 1 else { return SampledValues(exact: [ends.gain]) }
    guard draws.count > 1 else { throw Undetermined() }
    var led = [Int](repeating: 0, count: n)
    for leader in leaders { led[leader] += 1 }
    let (count, haveAllLed) = (led.count { $0 > 0 }, !led.contains(0))
    let isBalanced = walksPerDraw == 1 ? haveAllLed : Set(led).count == 1
    let weights = leaders.map {
      walksPerDraw == 1 ? 1 / Double(count * led[$0]) : 1 / Double(leaders.count)
    }
    let spreads = (0..<n).map { spread(of: $0, over: draws) }
    let jump = jump(spreads)
    var sample = SampledValues(exact: Array(repeating: 0, count: n))
    if isBalanced { sample.guarantees = .nullPlayer }
    for player in 0..<n {
      var (value, missing) = (0.0, 1 / Double(n))
      for (walk, weight) in weights.enumerated() {
        value += weight * credits[walk][player]
        if leaders[walk] == player { missing -= weight }
      }
      sample.values[player] = isBalanced ? value : value + jump * missing
      let (inner, outer) = (spreads[player].inner, spreads[player].outer)
      if haveAllLed, inner.counts[0] > 1 {
        // A draw in which the player leads a walk gives it the same credit every time, and the number of
        // such draws is as it should be, so these draws add no variance.
        let squares = draws.reduce(0.0) { sum, walks in
          let isLed = walks.contains { leaders[$0] == player }
          let weight = walks.reduce(0) { $0 + weights[$1] }
          return isLed ? sum : sum + weight * weight
        }
        let spread = inner.variance(ofMean: 0) * Double(inner.counts[0])
        sample.standardErrors[player] = (squares * spread).squareRoot()
        sample.degreesOfFreedom[player] = SampledValues.freedom(ofDraws: inner.counts[0])
      } else {
        let all = StratumMoments(inner, outer, shift: -jump / Double(walksPerDraw))
        sample.standardErrors[player] = all.variance(ofMean: 0).squareRoot()
        sample.degreesOfFreedom[player] = SampledValues.freedom(ofDraws: all.counts[0])
      }
    }
    return sample
  }

  /// The moments of a player's credit in the draws that it leads a walk of (outer), and in the others
  /// (inner).
  private func spread(
    of player: Int, over draws: [Range<Int>]
  ) -> (outer: StratumMoments, inner: StratumMoments) {
    var spread = (outer: StratumMoments(cells: 1), inner: StratumMoments(cells: 1))
    for walks in draws {
      var (sum, isLed) = (0.0, false)
      for walk in walks {
        sum += credits[walk][player]
        if leaders[walk] == player { isLed = true }
      }
      let mean = sum / Double(walksPerDraw)
      if isLed { spread.outer.add(mean, to: 0) } else { spread.inner.add(mean, to: 0) }
    }
    return spread
  }

  /// *c*: the mean over the players that have draws of both kinds.
  private func jump(_ spreads: [(outer: StratumMoments, inner: StratumMoments)]) -> Double {
    let both = spreads.filter { $0.outer.counts[0] > 0 && $0.inner.counts[0] > 0 }
    guard !both.isEmpty else { return 0 }
    let sum = both.reduce(0) { $0 + $1.outer.means[0] - $1.inner.means[0] }
    return sum / Double(both.count) * Double(walksPerDraw)
  }
}

extension Draw {
  /// The first player of `order`, the first two, and so on up to all but the last.
  static func prefixes(of order: [Int]) -> [Coalition] {
    var prefix = Coalition.empty
    return order.dropLast().map { player in
      prefix = prefix.inserting(player)
      return prefix
    }
  }

  /// The next prefix of a draw that evaluates prefixes one by one, up to all but the last player; empty
  /// if the latest worth is enough.
  func nextPrefix(unless isEnough: (Double) -> Bool) -> [Coalition] {
    guard let latest = coalitions.last, let worth = worths.last,
      coalitions.count < order.count - 1, !isEnough(worth)
    else { return [] }
    return [latest.inserting(order[coalitions.count])]
  }
}

extension RandomStream {
  /// Order number `index` of a walk through n players, which all lead in turn.
  ///
  /// The sequence of leaders is drawn again for each turn.
  func ledOrder(_ index: Int, of n: Int) -> [Int] {
    var turns = child("turn", index / n)
    let leader = turns.permutation(of: n)[index % n]
    return order(index, of: n, first: [leader], last: [])
  }

  /// Order number `index` of a walk through n players and back, where all players lead in turn, forwards
  /// or backwards.
  func ledOrderBothWays(_ index: Int, of n: Int) -> [Int] {
    // For an odd number of players, every player leads twice in a turn.
    let draws = n % 2 == 0 ? n / 2 : n
    var turns = child("turn", index / draws)
    let leaders = turns.permutation(of: n)
    let (place, step) = (index % draws, n % 2 == 0 ? 2 : 1)
    return order(
      index, of: n, first: [leaders[place * step]], last: [leaders[(place * step + 1) % n]])
  }

  private func order(_ index: Int, of n: Int, first: [Int], last: [Int]) -> [Int] {
    var stream = child("draw", index)
    var rest = (0..<n).filter { !first.contains($0) && !last.contains($0) }
    stream.shuffle(&rest)
    return first + rest + last
  }
}
