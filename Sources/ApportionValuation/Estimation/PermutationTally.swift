import ApportionPrimitives

/// What walks through orders of the players have credited them with.
///
/// Whoever leads a walk is credited with the jump from nobody to one player, which can be far larger than
/// all that is added later. So players lead in turn, and the values are
///
///     φᵢ = Σ_d w_d x_d(i) + c (1/n − Σ_d w_d f_d(i))
///
/// over the draws d, of one walk or of an order and its reverse, with *x_d(i)* the mean credit of i over
/// the walks of a draw and *f_d(i)* the part of them that i leads. Walks count for *w = 1/(L nₗ)*, L being
/// how many players have led and nₗ how often the leader has; pairs of walks, which belong together, all
/// alike. *c* is what players are credited with for leading, beyond what they get elsewhere: the last
/// term divides the jump equally, as a control variate *c · 1[S ≠ ∅]* does. Once all have led equally, it
/// is 0, and a player who adds nothing gets exactly 0.
public struct PermutationTally: Codable, Hashable, Sendable {
  let ends: WalkEnds
  private let walksPerDraw: Int
  /// Who leads each walk.
  private var leaders: [Int] = []
  /// One credit per player, of each walk.
  private var credits: [[Double]] = []

  init(players: Int, initial worths: [Double], walksPerDraw: Int) {
    ends = WalkEnds(players: players, initial: worths)
    self.walksPerDraw = walksPerDraw
  }

  /// Adds a walk; the worths are those of ``WalkEnds/credits(along:worths:)``.
  mutating func add(along order: [Int], worths: ArraySlice<Double>) {
    leaders.append(order[0])
    credits.append(ends.credits(along: order, worths: worths))
  }

  /// - Throws: ``Undetermined`` before there are two draws.
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
        // The draws that the player leads, or comes last in on the way there, credit it with the same
        // every time, and are as many as they should be.
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

  /// What a player is credited with in the draws that it leads a walk of, and in the others.
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

  /// *c*, the mean over those who have done both.
  private func jump(_ spreads: [(outer: StratumMoments, inner: StratumMoments)]) -> Double {
    let both = spreads.filter { $0.outer.counts[0] > 0 && $0.inner.counts[0] > 0 }
    guard !both.isEmpty else { return 0 }
    let sum = both.reduce(0) { $0 + $1.outer.means[0] - $1.inner.means[0] }
    return sum / Double(both.count) * Double(walksPerDraw)
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

extension RandomStream {
  /// Order number `index` of a walk through n players, all of whom lead in turn.
  ///
  /// Who leads when is drawn anew for each turn.
  func ledOrder(_ index: Int, of n: Int) -> [Int] {
    var turns = child("turn", index / n)
    let leader = turns.permutation(of: n)[index % n]
    return order(index, of: n, first: [leader], last: [])
  }

  /// Order number `index` of a walk there and back through n players, all of whom lead in turn, on the
  /// way there or back.
  func ledOrderBothWays(_ index: Int, of n: Int) -> [Int] {
    // Of an odd number, a turn has everybody lead twice.
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
