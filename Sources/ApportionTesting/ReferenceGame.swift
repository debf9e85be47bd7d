public import ApportionValuation

/// A game whose Shapley values are known in closed form, so that methods can be checked against them.
public protocol ReferenceGame: CoalitionGame {
  /// The worth of one coalition.
  func worth(of coalition: Coalition) -> Double
  /// The exact Shapley values, one per player.
  var shapleyValues: [Double] { get }

  /// The values of another semivalue, or nil if no closed form is known.
  func closedForm(_ semivalue: Semivalue) -> [Double]?
}

extension ReferenceGame {
  public func closedForm(_ semivalue: Semivalue) -> [Double]? {
    semivalue == .shapley ? shapleyValues : nil
  }

  public func worths(of coalitions: [Coalition]) async throws -> [Double] {
    coalitions.map(worth)
  }
}

/// An additive game: v(S) = Σ aᵢ over the members.
///
/// Every semivalue gives each player its own amount.
public struct AdditiveGame: ReferenceGame {
  /// aᵢ, one per player.
  public let amounts: [Double]
  /// A game with these amounts.
  public init(amounts: [Double]) { self.amounts = amounts }

  public var playerCount: Int { amounts.count }
  public var shapleyValues: [Double] { amounts }
  public func closedForm(_ semivalue: Semivalue) -> [Double]? { amounts }

  public func worth(of coalition: Coalition) -> Double {
    coalition.members.reduce(0) { $0 + amounts[$1] }
  }
}

/// The airport game: players share a runway, and a coalition costs as much as its most expensive member.
///
/// Source: Littlechild & Owen, "A simple expression for the Shapley value in a special case",
/// Management Science 20(3), 1973.
public struct AirportGame: ReferenceGame {
  /// Costs in increasing order, one per player.
  public let costs: [Double]
  /// A game with these costs, which are given in any order.
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

/// A game in which a coalition is worth 1 if it has more than half of the players, else 0.
///
/// For any semivalue, a player's value is the probability that the participating others are one too few
/// for a majority.
public struct MajorityGame: ReferenceGame {
  public let playerCount: Int
  /// A game of this many players.
  public init(players: Int) { playerCount = players }

  public func worth(of coalition: Coalition) -> Double { 2 * coalition.count > playerCount ? 1 : 0 }

  public var shapleyValues: [Double] {
    Array(repeating: 1 / Double(playerCount), count: playerCount)
  }

  public func closedForm(_ semivalue: Semivalue) -> [Double]? {
    let decisive: Double
    switch semivalue {
    case .shapley: return shapleyValues
    case .banzhaf(let inclusion):
      // C(n − 1, m) pᵐ (1 − p)ⁿ⁻¹⁻ᵐ, multiplied factor by factor.
      let (others, m) = (playerCount - 1, playerCount / 2)
      decisive = (0..<others).reduce(1) { product, k in
        k < m
          ? product * inclusion * Double(others - k) / Double(m - k) : product * (1 - inclusion)
      }
    default: return nil
    }
    return Array(repeating: decisive, count: playerCount)
  }
}

/// A game in which a coalition is worth 1 if it has all of the needed players, else 0; the others are
/// null.
///
/// For any semivalue, the value of each of the k needed players is E[pᵏ⁻¹], the probability that the
/// other needed players participate.
public struct UnanimityGame: ReferenceGame {
  public let playerCount: Int
  /// The needed players.
  public let needed: Set<Int>
  /// A game with these needed players.
  public init(players: Int, needed: Set<Int>) { (playerCount, self.needed) = (players, needed) }

  public func worth(of coalition: Coalition) -> Double {
    needed.allSatisfy(coalition.contains) ? 1 : 0
  }

  public var shapleyValues: [Double] {
    (0..<playerCount).map { needed.contains($0) ? 1 / Double(needed.count) : 0 }
  }

  public func closedForm(_ semivalue: Semivalue) -> [Double]? {
    semivalue.moment(needed.count - 1).map { moment in
      (0..<playerCount).map { needed.contains($0) ? moment : 0 }
    }
  }
}

/// A game of products of players: v(S) = (Σ_{i ∈ S} xᵢ)².
///
///     φᵢ = xᵢ Σⱼ xⱼ,   for other semivalues xᵢ² + 2 E[p] xᵢ Σ_{j ≠ i} xⱼ
public struct SquareGame: ReferenceGame {
  /// xᵢ, one per player.
  public let amounts: [Double]
  /// A game with these amounts.
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

  public func closedForm(_ semivalue: Semivalue) -> [Double]? {
    let sum = amounts.reduce(0, +)
    return semivalue.moment(1).map { mean in amounts.map { $0 * ($0 + 2 * mean * (sum - $0)) } }
  }
}

/// A game of amounts and pairwise interactions: v(S) = Σ_{i ∈ S} aᵢ + Σ_{i < j ∈ S} bᵢⱼ.
///
///     φᵢ = aᵢ + ½ Σ_{j ≠ i} bᵢⱼ,   for other semivalues aᵢ + E[p] Σ_{j ≠ i} bᵢⱼ
public struct QuadraticGame: ReferenceGame {
  /// aᵢ, one per player.
  public let amounts: [Double]
  /// bᵢⱼ, a symmetric matrix whose diagonal is not used.
  public let pairs: [[Double]]

  /// A game with these amounts and interactions.
  public init(amounts: [Double], pairs: [[Double]]) {
    (self.amounts, self.pairs) = (amounts, pairs)
  }

  public var playerCount: Int { amounts.count }

  public func worth(of coalition: Coalition) -> Double {
    let members = coalition.members
    return members.reduce(0) { sum, i in
      sum + amounts[i] + members.reduce(0) { $1 < i ? $0 + pairs[i][$1] : $0 }
    }
  }

  public var shapleyValues: [Double] { values(mean: 0.5) }

  public func closedForm(_ semivalue: Semivalue) -> [Double]? {
    semivalue.moment(1).map(values)
  }

  private func values(mean: Double) -> [Double] {
    amounts.indices.map { i in
      amounts[i] + mean * amounts.indices.reduce(0) { $1 == i ? $0 : $0 + pairs[i][$1] }
    }
  }
}

/// A game in which a coalition is worth the number of distinct items of its members, such as kinds of
/// examples.
///
/// An item that k players have adds 1/k to the value of each; for a Banzhaf value, (1 − p)ᵏ⁻¹.
public struct CoverageGame: ReferenceGame {
  /// The items of each player.
  public let holdings: [Set<Int>]
  /// A game with these items.
  public init(holdings: [Set<Int>]) { self.holdings = holdings }

  public var playerCount: Int { holdings.count }

  public func worth(of coalition: Coalition) -> Double {
    Double(coalition.members.reduce(into: Set<Int>()) { $0.formUnion(holdings[$1]) }.count)
  }

  public var shapleyValues: [Double] { values { 1 / Double($0) } }

  public func closedForm(_ semivalue: Semivalue) -> [Double]? {
    switch semivalue {
    case .shapley: shapleyValues
    case .banzhaf(let inclusion):
      values { holders in (1..<holders).reduce(1) { chance, _ in chance * (1 - inclusion) } }
    default: nil
    }
  }

  private func values(perThing value: (_ holders: Int) -> Double) -> [Double] {
    holdings.map { own in
      own.sorted().reduce(0) { sum, thing in
        sum + value(holdings.count { $0.contains(thing) })
      }
    }
  }
}

/// A game in which a coalition is worth 1 if the votes of its members reach a quota, else 0.
public struct VotingGame: ReferenceGame {
  /// The number of votes that wins.
  public let quota: Int
  /// The votes of each player.
  public let votes: [Int]
  /// A game with this quota and these votes.
  public init(quota: Int, votes: [Int]) { (self.quota, self.votes) = (quota, votes) }

  public var playerCount: Int { votes.count }

  public func worth(of coalition: Coalition) -> Double {
    coalition.members.reduce(0) { $0 + votes[$1] } >= quota ? 1 : 0
  }

  public var shapleyValues: [Double] {
    decisive { size in
      (0..<size).reduce(1 / Double(playerCount)) {
        $0 * Double($1 + 1) / Double(playerCount - 1 - $1)
      }
    }
  }

  public func closedForm(_ semivalue: Semivalue) -> [Double]? {
    switch semivalue {
    case .shapley: shapleyValues
    case .banzhaf(inclusion: 0.5):
      decisive { _ in Double(sign: .plus, exponent: 1 - playerCount, significand: 1) }
    default: nil
    }
  }

  /// Σ `weight`(|S|) over the S that reach the quota only with the player's votes, from the number of
  /// such S of each size: the coefficients of Π_{j ≠ i} (1 + x yᵛʲ).
  ///
  /// Source: Mann & Shapley, "Values of large games VI", RAND RM-3158, 1962.
  private func decisive(_ weight: (_ size: Int) -> Double) -> [Double] {
    votes.indices.map { player in
      var counts = [[Double]](
        repeating: [Double](repeating: 0, count: quota), count: playerCount)
      counts[0][0] = 1
      for other in votes.indices where other != player {
        for size in (1..<playerCount).reversed() {
          for sum in (0..<quota).reversed() where sum >= votes[other] {
            counts[size][sum] += counts[size - 1][sum - votes[other]]
          }
        }
      }
      return counts.enumerated().reduce(0) { total, entry in
        let lacking = max(quota - votes[player], 0)..<quota
        return total + weight(entry.offset) * entry.element[lacking].reduce(0, +)
      }
    }
  }
}

/// A game given by its worths and its Shapley values; player p is in a coalition if bit p of the index is
/// set.
public struct TableGame: ReferenceGame {
  /// The worths, by the bitmask of the coalition.
  public let worths: [Double]
  public let shapleyValues: [Double]

  /// A game with these worths and Shapley values.
  ///
  /// - Precondition: *2ⁿ* worths for *n* values.
  public init(worths: [Double], shapleyValues: [Double]) {
    precondition(
      worths.count == 1 << shapleyValues.count,
      "\(worths.count) worths do not match \(shapleyValues.count) players")
    (self.worths, self.shapleyValues) = (worths, shapleyValues)
  }

  public var playerCount: Int { shapleyValues.count }

  public func worth(of coalition: Coalition) -> Double {
    worths[coalition.members.reduce(0) { $0 | 1 << $1 }]
  }
}
