/// Why a ledger cannot be used.
public enum LedgerError: Error, Hashable, Sendable {
  case exists(path: String)
  case notALedger(path: String)
  /// Something else stands where the file should.
  case notAFile(path: String, kind: String)
  /// The file has not the tables of a ledger, or not those alone.
  case otherTables(path: String, problem: String)
  /// One of apportion 0.1.
  case older(path: String)
  case newer(path: String, version: Int, known: Int)
  case broken(path: String, LedgerFault)
}

extension LedgerError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .exists(let path): "\(path) is there already; name another place"
    case .notALedger(let path):
      "\(path) is a SQLite file, but not the ledger of a run; name the folder of a run"
    case .notAFile(let path, let kind):
      "\(path) is \(kind), but a ledger is a file of its own; name the folder that holds the file"
    case .otherTables(let path, let problem):
      """
      \(path) does not have the tables of a ledger: \(problem); put back a copy, or make the run again
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

/// The first thing that is wrong with the content of a ledger.
public struct LedgerFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// 0 for what the run set out with.
  public let round: Int
  /// The part that differs.
  public let field: String
  public let problem: String

  public init(round: Int, field: String, problem: String) {
    (self.round, self.field, self.problem) = (round, field, problem)
  }

  public var description: String {
    "\(round == 0 ? "the run's beginning" : "round \(round)"), \(field): \(problem)"
  }
}
