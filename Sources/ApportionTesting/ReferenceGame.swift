public import ApportionValuation

/// A game whose Shapley values are known in closed form, so a method can be checked against truth.
public protocol ReferenceGame: CoalitionGame {
  func worth(of coalition: Coalition) -> Double
  var shapleyValues: [Double] { get }
}

extension ReferenceGame {
  public func values(of coalitions: [Coalition]) async throws -> [Double] {
    coalitions.map(worth)
  }
}

/// Players add up: v(S) = Σ aᵢ over the members.
///
/// Every semivalue gives each player its own amount.
public struct AdditiveGame: ReferenceGame {
  public let amounts: [Double]
  public init(amounts: [Double]) { self.amounts = amounts }

  public var playerCount: Int { amounts.count }
  public var shapleyValues: [Double] { amounts }

  public func worth(of coalition: Coalition) -> Double {
    coalition.members.reduce(0) { $0 + amounts[$1] }
  }
}

/// Players share a runway; a coalition costs as much as its longest need.
///
/// Source: Littlechild & Owen, "A simple expression for the Shapley value in a special case",
/// Management Science 20(3), 1973.
public struct AirportGame: ReferenceGame {
  /// Costs in increasing order, one per player.
  public let costs: [Double]
  public init(costs: [Double]) { self.costs = costs.sorted() }

  public var playerCount: Int { costs.count }

  public func worth(of coalition: Coalition) -> Double {
    coalition.members.last.map { costs[$0] } ?? 0
  }

  public var shapleyValues: [Double] {
    var (shared, previous) = (0.0, 0.0)
    return costs.enumerated().map { index, cost in
      shared += (cost - previous) / Double(costs.count - index)
      previous = cost
      return shared
    }
  }
}

/// A coalition is worth 1 when it holds more than half the players, else 0.
public struct MajorityGame: ReferenceGame {
  public let playerCount: Int
  public init(players: Int) { playerCount = players }

  public func worth(of coalition: Coalition) -> Double { 2 * coalition.count > playerCount ? 1 : 0 }

  public var shapleyValues: [Double] {
    Array(repeating: 1 / Double(playerCount), count: playerCount)
  }
}

/// A coalition is worth 1 when it holds all of some players, else 0; the others are null.
public struct UnanimityGame: ReferenceGame {
  public let playerCount: Int
  public let needed: Set<Int>
  public init(players: Int, needed: Set<Int>) { (playerCount, self.needed) = (players, needed) }

  public func worth(of coalition: Coalition) -> Double {
    needed.allSatisfy(coalition.contains) ? 1 : 0
  }

  public var shapleyValues: [Double] {
    (0..<playerCount).map { needed.contains($0) ? 1 / Double(needed.count) : 0 }
  }
}

/// Players multiply one another: v(S) = (Σ_{i ∈ S} xᵢ)².
///
///     φᵢ = xᵢ Σⱼ xⱼ
public struct SquareGame: ReferenceGame {
  public let amounts: [Double]
  public init(amounts: [Double]) { self.amounts = amounts }

  public var playerCount: Int { amounts.count }

  public func worth(of coalition: Coalition) -> Double {
    let sum = coalition.members.reduce(0) { $0 + amounts[$1] }
    return sum * sum
  }

  public var shapleyValues: [Double] {
    let sum = amounts.reduce(0, +)
    return amounts.map { $0 * sum }
  }
}

/// A game given by its worths, player p taking part where bit p of the index is set, and by its
/// Shapley values.
public struct TableGame: ReferenceGame {
  public let worths: [Double]
  public let shapleyValues: [Double]

  /// - Precondition: *2ⁿ* worths for *n* values.
  public init(worths: [Double], shapleyValues: [Double]) {
    precondition(
      worths.count == 1 << shapleyValues.count,
      "\(worths.count) worths are not those of \(shapleyValues.count) players")
    (self.worths, self.shapleyValues) = (worths, shapleyValues)
  }

  public var playerCount: Int { shapleyValues.count }

  public func worth(of coalition: Coalition) -> Double {
    worths[coalition.members.reduce(0) { $0 | 1 << $1 }]
  }
}

/// Federated averaging of equal clients under a linear utility: v(S) is the mean of what its members
/// have, and v(∅) = 0.
///
///     φᵢ = 1/n · (xᵢ + (Hₙ − 1)(xᵢ − mean of the others)),  Hₙ = 1 + 1/2 + … + 1/n
///
/// Somebody who has 0 is not a null player: averaging lets him dilute the others.
public struct MeanGame: ReferenceGame {
  public let amounts: [Double]
  public init(amounts: [Double]) { self.amounts = amounts }

  public var playerCount: Int { amounts.count }

  public func worth(of coalition: Coalition) -> Double {
    let members = coalition.members
    guard !members.isEmpty else { return 0 }
    return members.reduce(0) { $0 + amounts[$1] } / Double(members.count)
  }

  public var shapleyValues: [Double] {
    let n = Double(playerCount)
    let harmonic = (1...playerCount).reduce(0) { $0 + 1 / Double($1) }
    let sum = amounts.reduce(0, +)
    return amounts.map { x in
      let others = playerCount > 1 ? (sum - x) / (n - 1) : 0
      return (x + (harmonic - 1) * (x - others)) / n
    }
  }
}
