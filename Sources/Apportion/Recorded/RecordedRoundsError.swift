import Foundation

/// Why recorded rounds cannot be accounted for, and what to change.
public enum RecordedRoundsError: Error, Hashable, Sendable {
  /// The config's strategy makes a different model of a round's updates.
  case otherModel(round: Int, strategy: String, distance: Float, allowed: Float)
  /// A round has a client that is not in the ledger beside it.
  case unknownClient(round: Int, client: Int, known: Int)
  /// The ledger beside the rounds belongs to other rounds.
  case otherLedger(path: String, field: String)
}

extension RecordedRoundsError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .otherModel(let round, let strategy, let distance, let allowed):
      """
      round \(round): from the recorded updates, \(strategy) makes a model that differs by up to \
      \(shown(distance)) from the recorded one, but rounding explains at most \(shown(allowed)); the \
      config's `strategy` or its settings may differ from the recorded ones
      """
    case .unknownClient(let round, let client, let known):
      """
      round \(round): client \(client) took part, but the ledger has \(counted(known, "client")), \
      numbered from 0; restore the files that belong together
      """
    case .otherLedger(let path, let field):
      """
      \(path)/run.sqlite is the ledger of other rounds than the recorded ones: \(field) differs; \
      remove it, or restore the files that belong together
      """
    }
  }

  private func shown(_ number: Float) -> String { String(format: "%.3g", number) }
}

/// An account of recorded rounds was to be trained again.
public struct NothingToRecompute: Error, Hashable, CustomStringConvertible {
  /// The path of the account.
  public let path: String

  public var description: String {
    """
    \(path): its rounds were recorded elsewhere, so nothing can be trained again; use \
    --reaccount instead of --recompute
    """
  }
}
