public import ApportionPrimitives
public import ApportionValuation

/// One round of federated averaging on a quadratic loss: a coalition's model is the mean of its
/// members' steps, and its worth is what the loss falls by.
///
///     v(S) = ½ ‖a‖² − ½ ‖x̄_S − a‖²,  x̄_S the mean of the members' steps xᵢ, 0 for nobody
///
/// The step a would lead to the minimum. It is made like what federations play: a large jump from
/// nobody to any single client, and small differences between clients.
///
/// - Shape: steps are vectors of equal length.
public struct FederatedGame: ReferenceGame {
  private let steps: [[Double]]
  private let best: [Double]

  /// Clients whose steps go to the minimum but for noise of their own.
  ///
  /// - Parameters:
  ///   - players: how many clients.
  ///   - dimensions: how many parameters the model has.
  ///   - spread: the length of the noise, that of the way to the minimum being 1; clients are noisier
  ///     and less noisy by up to a factor of 2.
  ///   - stream: what the steps are drawn from.
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

/// All players are alike: a coalition's worth depends on its size alone.
public struct SizeGame: ReferenceGame {
  /// The worths of coalitions of 0, 1, … n players.
  public let worths: [Double]
  public init(worths: [Double]) { self.worths = worths }

  public var playerCount: Int { worths.count - 1 }

  public func worth(of coalition: Coalition) -> Double { worths[coalition.count] }

  public var shapleyValues: [Double] {
    let share = (worths[playerCount] - worths[0]) / Double(playerCount)
    return Array(repeating: share, count: playerCount)
  }
}

/// Some players have left gloves and the others right ones: a pair is worth 1.
///
/// A player's value is the chance that, in a random order, those before it have more gloves of the
/// other side than of its own.
///
/// Source: Shapley & Shubik, "Pure competition, coalitional power, and fair division", International
/// Economic Review 10(3), 1969.
public struct GloveGame: ReferenceGame {
  public let left: Int
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

  /// Σ over numbers of gloves a < b of the chance that they are those before the player:
  /// 1/n · C(own − 1, a) C(other, b) / C(n − 1, a + b).
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

  /// ln C(n, k), −∞ where there is no such choice.
  private static func logBinomial(_ n: Int, _ k: Int) -> Double {
    guard k >= 0, k <= n else { return -.infinity }
    return Elementary.logGamma(Double(n + 1)) - Elementary.logGamma(Double(k + 1))
      - Elementary.logGamma(Double(n - k + 1))
  }
}
