import Synchronization

/// Counts the evaluations that reach a game.
public final class MeteredGame<Base: CoalitionGame>: CoalitionGame {
  private let base: Base
  private let count = Mutex(0)
  public init(_ base: Base) { self.base = base }

  /// How many worths have been asked for, every time counting.
  public var evaluations: Int { count.withLock { $0 } }
  public var playerCount: Int { base.playerCount }

  public func worths(of coalitions: [Coalition]) async throws -> [Double] {
    count.withLock { $0 += coalitions.count }
    return try await base.worths(of: coalitions)
  }
}
