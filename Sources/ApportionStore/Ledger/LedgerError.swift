/// Why a ledger cannot be used.
public enum LedgerError: Error, Hashable, Sendable {
  case exists(path: String)
  case notALedger(path: String)
  /// The path is not a regular file.
  case notAFile(path: String, kind: String)
  /// The file lacks tables of a ledger, or has other tables.
  case otherTables(path: String, problem: String)
  /// The ledger was written by apportion 0.1.
  case older(path: String)
  case newer(path: String, version: Int, known: Int)
  case broken(path: String, LedgerFault)
}

extension LedgerError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .exists(let path): "\(path) exists already; choose another path"
    case .notALedger(let path):
      "\(path) is a SQLite file, but not the ledger of a run; name the folder of a run"
    case .notAFile(let path, let kind):
      "\(path) is \(kind), but a ledger must be a regular file; name the folder that holds the file"
    case .otherTables(let path, let problem):
      """
      \(path) does not have the tables of a ledger: \(problem); restore a copy, or repeat the run
      """
    case .older(let path):
      """
      \(path) was made by apportion 0.1, whose ledgers this version does not read; make the run again \
      with `apportion run config.yml`, or with `apportion account` if its rounds were recorded elsewhere
      """
    case .newer(let path, let version, let known):
      """
      \(path) was written by a newer apportion (its tables have version \(version), this one knows \
      \(known)); update apportion to read it
      """
    case .broken(let path, let fault): "\(path): \(fault)"
    }
  }
}

/// The first fault in the content of a ledger.
public struct LedgerFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// The round with the fault; 0 for the start of the run.
  public let round: Int
  /// The part with the fault.
  public let field: String
  /// What is wrong, in words.
  public let problem: String

  /// Creates a fault from its parts.
  public init(round: Int, field: String, problem: String) {
    (self.round, self.field, self.problem) = (round, field, problem)
  }

  public var description: String {
    "\(round == 0 ? "the run's beginning" : "round \(round)"), \(field): \(problem)"
  }
}
