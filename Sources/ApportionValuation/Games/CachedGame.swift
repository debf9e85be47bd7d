import Synchronization

/// Asks a game for each coalition once and remembers the answer.
///
/// Only worths that the game itself gave are kept: whatever a method assumes in place of a worth,
/// as one that cuts walks short does, never gets here.
///
/// - Cost: a coalition and a number for each one asked.
public final class CachedGame<Base: CoalitionGame>: CoalitionGame {
  private let base: Base
  private let known = Mutex([Coalition: Double]())
  public init(_ base: Base) { self.base = base }

  /// How many different coalitions are known.
  public var evaluations: Int { known.withLock { $0.count } }
  public var playerCount: Int { base.playerCount }

  public func worths(of coalitions: [Coalition]) async throws -> [Double] {
    let missing = known.withLock { known in
      var asked = Set<Coalition>()
      return coalitions.filter { known[$0] == nil && asked.insert($0).inserted }
    }
    let found = missing.isEmpty ? [] : try await base.worths(of: missing)
    precondition(found.count == missing.count, "a game owes one worth for each coalition")
    return known.withLock { known in
      for (coalition, worth) in zip(missing, found) { known[coalition] = worth }
      return coalitions.compactMap { known[$0] }
    }
  }
}
