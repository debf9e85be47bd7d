import Synchronization

/// A game that evaluates each coalition once and keeps its worth.
///
/// Only worths that the game itself returned are kept. A worth that a method assumes instead of an
/// evaluation, for example after it truncates a walk, is never stored here.
///
/// - Cost: memory for one coalition and one number per coalition evaluated.
public final class CachedGame<Base: CoalitionGame>: CoalitionGame {
  private let base: Base
  private let known = Mutex([Coalition: Double]())

  /// Creates a game that keeps the worths of `base`.
  public init(_ base: Base) { self.base = base }

  /// The number of different coalitions whose worths are known.
  public var evaluations: Int { known.withLock { $0.count } }
  public var playerCount: Int { base.playerCount }

  public func worths(of coalitions: [Coalition]) async throws -> [Double] {
    let missing = known.withLock { known in
      var asked = Set<Coalition>()
      return coalitions.filter { known[$0] == nil && asked.insert($0).inserted }
    }
    let found = missing.isEmpty ? [] : try await base.worths(of: missing)
    precondition(found.count == missing.count, "a game must return one worth per coalition")
    return known.withLock { known in
      for (coalition, worth) in zip(missing, found) { known[coalition] = worth }
      return coalitions.compactMap { known[$0] }
    }
  }
}
