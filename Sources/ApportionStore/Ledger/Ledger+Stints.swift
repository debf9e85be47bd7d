/// A stretch of rounds that one process worked out: where, and on how many threads.
///
/// No hash covers it, because no result may depend on it.
public struct Stint: Hashable, Sendable {
  /// The round that it began with; it went on to the next stint's, or to the end.
  public var firstRound: Int
  /// In words: processor, instruction set, cores, system.
  public var machine: String
  public var threads: Int
  /// The folder that relative paths of the config were taken from; empty where it has none.
  public var folder: String

  public init(firstRound: Int, machine: String, threads: Int, folder: String = "") {
    (self.firstRound, self.machine, self.threads) = (firstRound, machine, threads)
    self.folder = folder
  }
}

extension Ledger {
  /// Says where the rounds to come are worked out, in place of what was said before the same round.
  ///
  /// - Throws: ``DatabaseError``.
  public func begin(onMachine machine: String, threads: Int, folder: String = "") throws {
    try database.transaction {
      try database.run(
        "INSERT OR REPLACE INTO stints VALUES (?, ?, ?, ?)", .integer(roundCount + 1),
        .text(machine), .integer(threads), .text(folder))
    }
  }

  /// By whom the rounds were worked out, in order.
  ///
  /// - Throws: ``DatabaseError``.
  public func stints() throws -> [Stint] {
    try database.rows("SELECT * FROM stints ORDER BY first_round").map {
      Stint(
        firstRound: try $0.integer("first_round"), machine: try $0.text("machine"),
        threads: try $0.integer("threads"),
        folder: try $0.text("folder"))
    }
  }
}
