public import ApportionValuation

/// A game with its players renumbered.
public struct RelabelledGame<Base: CoalitionGame>: CoalitionGame {
  private let base: Base
  /// Player p of this game is player `order[p]` of the base game.
  public let order: [Int]

  /// Renumbers the players of a game.
  public init(_ base: Base, order: [Int]) { (self.base, self.order) = (base, order) }

  public var playerCount: Int { base.playerCount }

  public func worths(of coalitions: [Coalition]) async throws -> [Double] {
    try await base.worths(of: coalitions.map { Coalition($0.members.map { order[$0] }) })
  }
}

/// A linear combination of two games: a coalition is worth a v(S) + b w(S).
public struct CombinedGame<First: CoalitionGame, Second: CoalitionGame>: CoalitionGame {
  private let first: First
  private let second: Second
  private let factors: (Double, Double)

  /// Combines two games with the factors a and b.
  ///
  /// - Precondition: the games have the same players.
  public init(_ first: First, _ a: Double, _ second: Second, _ b: Double) {
    precondition(
      first.playerCount == second.playerCount,
      "games of \(first.playerCount) and \(second.playerCount) players cannot be combined")
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

/// A game with a constant added to the worth of every coalition, or of all but ∅.
public struct ShiftedGame<Base: CoalitionGame>: CoalitionGame {
  private let base: Base
  private let shift: Double
  private let includesEmpty: Bool

  /// Adds a constant to the worths of a game.
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
