public import ApportionValuation

/// The same game with its players under other numbers.
public struct RelabelledGame<Base: CoalitionGame>: CoalitionGame {
  private let base: Base
  /// Player p of this game is player `order[p]` of the other.
  public let order: [Int]

  public init(_ base: Base, order: [Int]) { (self.base, self.order) = (base, order) }

  public var playerCount: Int { base.playerCount }

  public func worths(of coalitions: [Coalition]) async throws -> [Double] {
    try await base.worths(of: coalitions.map { Coalition($0.members.map { order[$0] }) })
  }
}

/// Two games played at once: every coalition is worth a v(S) + b w(S).
public struct CombinedGame<First: CoalitionGame, Second: CoalitionGame>: CoalitionGame {
  private let first: First
  private let second: Second
  private let factors: (Double, Double)

  /// - Precondition: the games have the same players.
  public init(_ first: First, _ a: Double, _ second: Second, _ b: Double) {
    precondition(
      first.playerCount == second.playerCount,
      "games of \(first.playerCount) and \(second.playerCount) players are not played at once")
    (self.first, self.second, factors) = (first, second, (a, b))
  }

  public var playerCount: Int { first.playerCount }

  public func worths(of coalitions: [Coalition]) async throws -> [Double] {
    let (one, other) = (
      try await first.worths(of: coalitions), try await second.worths(of: coalitions)
    )
    return zip(one, other).map { factors.0 * $0 + factors.1 * $1 }
  }
}

/// The same game with a constant more for every coalition, or for all but the empty one.
public struct ShiftedGame<Base: CoalitionGame>: CoalitionGame {
  private let base: Base
  private let shift: Double
  private let includesEmpty: Bool

  public init(_ base: Base, by shift: Double, includingEmpty includesEmpty: Bool) {
    (self.base, self.shift, self.includesEmpty) = (base, shift, includesEmpty)
  }

  public var playerCount: Int { base.playerCount }

  public func worths(of coalitions: [Coalition]) async throws -> [Double] {
    zip(coalitions, try await base.worths(of: coalitions)).map { coalition, worth in
      coalition.isEmpty && !includesEmpty ? worth : worth + shift
    }
  }
}
