public import ApportionPrimitives
public import ApportionValuation

/// One round of federated averaging on a quadratic loss: a coalition's model is the mean of its members'
/// steps, and its worth is the loss reduction.
///
///     v(S) = ½ ‖a‖² − ½ ‖x̄_S − a‖²,  x̄_S the mean of the members' steps xᵢ, 0 for S = ∅
///
/// The step a leads to the minimum. The game is similar to those of real federations: a large jump from ∅
/// to any single client, and small differences between clients.
///
/// - Shape: steps are vectors of equal length.
public struct FederatedGame: ReferenceGame {
  private let steps: [[Double]]
  private let best: [Double]

  /// Clients whose steps go nine tenths of the way to the minimum, each with noise of its own.
  ///
  /// - Parameters:
  ///   - players: the number of clients.
  ///   - dimensions: the number of parameters of the model.
  ///   - spread: the length of the noise relative to the way to the minimum; that of each client is
  ///     between half and twice this.
  ///   - stream: the source of randomness.
  public init(
    players: Int, dimensions: Int = 8, spread: Double = 0.25, using stream: RandomStream
  ) {
    var stream = stream
    let best = (0..<dimensions).map { _ in stream.normal() / Double(dimensions).squareRoot() }
    steps = (0..<players).map { _ in
      let own = spread * (0.5 + 1.5 * stream.uniform()) / Double(dimensions).squareRoot()
      return best.map { 0.9 * $0 + own * stream.normal() }
    }
    self.best = best
  }

  public var playerCount: Int { steps.count }

  public func worth(of coalition: Coalition) -> Double {
    var sum = [Double](repeating: 0, count: best.count)
    var count = 0.0
    for player in coalition {
      for index in sum.indices { sum[index] += steps[player][index] }
      count += 1
    }
    guard count > 0 else { return 0 }
    var gain = 0.0
    for index in sum.indices {
      let mean = sum[index] / count
      gain += mean * (best[index] - mean / 2)
    }
    return gain
  }

  /// By linearity, from *a · x̄* and *−½ ‖x̄‖²*.
  public var shapleyValues: [Double] {
    let along = steps.map { step in
      step.indices.reduce(0) { $0 + best[$1] * step[$1] }
    }
    let squares = MeanSquareGame(vectors: steps).shapleyValues
    return zip(MeanGame(amounts: along).shapleyValues, squares).map { $0 - $1 / 2 }
  }
}

/// A game in which all players are alike: a coalition's worth depends only on its size.
public struct SizeGame: ReferenceGame {
  /// The worths of coalitions of 0, 1, … n players.
  public let worths: [Double]
  /// A game with these worths of coalitions of 0, 1, … n players.
  public init(worths: [Double]) { self.worths = worths }

  public var playerCount: Int { worths.count - 1 }

  public func worth(of coalition: Coalition) -> Double { worths[coalition.count] }

  public var shapleyValues: [Double] {
    let share = (worths[playerCount] - worths[0]) / Double(playerCount)
    return Array(repeating: share, count: playerCount)
  }
}

/// A game in which some players have left gloves and the others right ones: a pair is worth 1.
///
/// A player's value is the probability that, in a random order, the players before it have more gloves of
/// the other side than of its own.
///
/// Source: Shapley & Shubik, "Pure competition, coalitional power, and fair division", International
/// Economic Review 10(3), 1969.
public struct GloveGame: ReferenceGame {
  /// The number of players with left gloves.
  public let left: Int
  /// The number of players with right gloves.
  public let right: Int

  /// Players `0..<left` have left gloves.
  public init(left: Int, right: Int) { (self.left, self.right) = (left, right) }

  public var playerCount: Int { left + right }

  public func worth(of coalition: Coalition) -> Double {
    let lefts = coalition.count { $0 < left }
    return Double(min(lefts, coalition.count - lefts))
  }

  public var shapleyValues: [Double] {
    (0..<playerCount).map {
      $0 < left ? Self.value(own: left, other: right) : Self.value(own: right, other: left)
    }
  }

  /// The probability that the players before this one have a gloves of its side and b > a of the other:
  /// Σ over a < b of 1/n · C(own − 1, a) C(other, b) / C(n − 1, a + b).
  private static func value(own: Int, other: Int) -> Double {
    let n = own + other
    var value = 0.0
    for before in 0..<n {
      for a in 0...before where 2 * a < before {
        let chance =
          logBinomial(own - 1, a) + logBinomial(other, before - a) - logBinomial(n - 1, before)
        value += Elementary.exp(chance)
      }
    }
    return value / Double(n)
  }

  /// ln C(n, k), or −∞ if no such choice exists.
  private static func logBinomial(_ n: Int, _ k: Int) -> Double {
    guard k >= 0, k <= n else { return -.infinity }
    return Elementary.logGamma(Double(n + 1)) - Elementary.logGamma(Double(k + 1))
      - Elementary.logGamma(Double(n - k + 1))
  }
}
