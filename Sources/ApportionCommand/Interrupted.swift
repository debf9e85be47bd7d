import Apportion

/// A run or an account ended before its last round, and the finished rounds are kept.
struct Interrupted: Error, CustomStringConvertible {
  /// The error that ended it, a `CancellationError` if the user stopped it.
  let cause: any Error
  /// The number of rounds that are kept.
  let rounds: Int
  /// The command that resumes it.
  let command: String
  private let isRun: Bool
  /// The folder in which the run that it was to replace is kept, or nil.
  let former: String?

  /// Nil if no round is kept.
  init?(_ cause: any Error, in directory: RunDirectory, resumedBy command: String) {
    guard let ledger = directory.ledger, ledger.roundCount > 0 else { return nil }
    let rounds = ledger.roundCount
    isRun = !ledger.header.isOfRecordedRounds
    (self.cause, self.rounds, self.command) = (cause, rounds, command)
    former = directory.replacedRun
  }

  var description: String {
    let kept = "\(counted(rounds, "round")) \(rounds == 1 ? "is" : "are") kept"
    let replaced = former.map { "; the run that was to be replaced is kept in \($0)" } ?? ""
    if cause is CancellationError {
      return "interrupted; \(kept); resume with: \(command)\(replaced)"
    }
    // Errors of training and aggregation occur again when the run is resumed.
    if isRun, cause is SimulationError || cause is ReconstructionError {
      return """
        \(cause)
        \(kept); to end with \(rounds == 1 ? "it" : "them"): \(command) --set training.rounds=\(rounds)\(replaced)
        """
    }
    return "\(cause)\n\(kept); once that is fixed, resume with: \(command)\(replaced)"
  }
}
