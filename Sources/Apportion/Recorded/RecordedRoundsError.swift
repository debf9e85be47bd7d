import Foundation

/// Why recorded rounds cannot be accounted for, and what to change.
public enum RecordedRoundsError: Error, Hashable, Sendable {
  /// The config's strategy makes another model of a round's updates.
  case otherModel(round: Int, strategy: String, distance: Float, allowed: Float)
  /// A round has a client that the ledger beside it does not know.
  case unknownClient(round: Int, client: Int, known: Int)
  /// The ledger beside the rounds is not theirs.
  case otherLedger(path: String, field: String)
}

extension RecordedRoundsError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .otherModel(let round, let strategy, let distance, let allowed):
      """
      round \(round): of the recorded updates \(strategy) makes a model that is \(shown(distance)) \
      away from the recorded one at its furthest, but rounding explains \(shown(allowed)) at most; the \
      config's `strategy` or its settings may be others than the recorded ones
      """
    case .unknownClient(let round, let client, let known):
      """
      round \(round): client \(client) took part, but the ledger knows \(counted(known, "client")), \
      numbered from 0; put back the files that belong together
      """
    case .otherLedger(let path, let field):
      """
      \(path)/run.sqlite is the ledger of other rounds than the recorded ones: \(field) differs; \
      remove it, or put back the files that belong together
      """
    }
  }

  private func shown(_ number: Float) -> String { String(format: "%.3g", number) }
}

/// An account of recorded rounds was to be trained anew.
public struct NothingToRecompute: Error, Hashable, CustomStringConvertible {
  public let path: String

  public var description: String {
    """
    \(path): its rounds were recorded elsewhere, so that there is nothing to train anew; use \
    --reaccount in place of --recompute
    """
  }
}
