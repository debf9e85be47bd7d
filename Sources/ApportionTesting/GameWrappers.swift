public import ApportionValuation
import Synchronization

/// Counts the evaluations that reach a game.
public final class MeteredGame<Base: CoalitionGame>: CoalitionGame {
  private let base: Base
  private let count = Mutex(0)
  public init(_ base: Base) { self.base = base }

  public var evaluations: Int { count.withLock { $0 } }
  public var playerCount: Int { base.playerCount }

  public func values(of coalitions: [Coalition]) async throws -> [Double] {
    count.withLock { $0 += coalitions.count }
    return try await base.values(of: coalitions)
  }
}

/// The same game with its players under other numbers.
public struct RelabelledGame<Base: CoalitionGame>: CoalitionGame {
  private let base: Base
  /// Player p of this game is player `order[p]` of the other.
  public let order: [Int]

  public init(_ base: Base, order: [Int]) { (self.base, self.order) = (base, order) }

  public var playerCount: Int { base.playerCount }

  public func values(of coalitions: [Coalition]) async throws -> [Double] {
    try await base.values(of: coalitions.map { Coalition($0.members.map { order[$0] }) })
  }
}
