import Synchronization

/// A game that counts its evaluations.
public final class MeteredGame<Base: CoalitionGame>: CoalitionGame {
  private let base: Base
  private let count = Mutex(0)

  /// Creates a game that counts the evaluations of `base`.
  public init(_ base: Base) { self.base = base }

  /// The number of worths requested so far, including repeated requests.
  public var evaluations: Int { count.withLock { $0 } }
  public var playerCount: Int { base.playerCount }

  public func worths(of coalitions: [Coalition]) async throws -> [Double] {
    count.withLock { $0 += coalitions.count }
    return try await base.worths(of: coalitions)
  }
}
