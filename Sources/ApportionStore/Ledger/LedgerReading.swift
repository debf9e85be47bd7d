import ApportionPrimitives
import ApportionReconstruction
import ApportionSimulation
import ApportionValuation

/// The content of a ledger from a single read that checks every row of every table and every hash.
///
/// All content of a ledger is used from here, so that nothing is read again after it was checked.
struct LedgerReading {
  let header: LedgerHeader
  private(set) var extensions: [LedgerExtension] = []
  let segments: [Segment]
  private(set) var isFinished = false
  private(set) var lastHash = ChainEntry.start
  let linkCount: Int
  /// The rules that the next round is checked by.
  private(set) var rules: LedgerRules
  private(set) var checkpoint: CheckpointBytes?

  /// Reads everything in one transaction.
  ///
  /// - Parameters:
  ///   - database: a file with the tables of a ledger.
  ///   - take: called with each round, in order.
  /// - Throws: ``LedgerError`` with the first fault, or ``DatabaseError``.
  init(_ database: Database, _ take: (LedgerRound) -> Void = { _ in }) throws {
    do {
      self = try database.transaction(.reading) { try LedgerReading(rowsOf: database, take) }
    } catch let fault as LedgerFault {
      throw LedgerError.broken(path: database.path, fault)
    }
  }

  private init(rowsOf database: Database, _ take: (LedgerRound) -> Void) throws {
    try LedgerSchema.check(database)
    header = try database.header()
    rules = try LedgerRules(header)
    let links = try database.links()
    linkCount = links.count
    guard linkCount > 0 else {
      throw LedgerFault(round: 0, field: "chain", problem: "it is missing")
    }
    var (last, planned): (LedgerRound?, Int) = (nil, header.rounds)
    var additions = try database.extensions()
    for (place, stored) in links.enumerated() {
      let number = rules.rounds
      guard (place == 0) == (stored.kind == .header) else {
        throw LedgerFault(round: number, field: "chain", problem: "it has no header, or two")
      }
      let expected: ChainEntry
      switch stored.kind {
      case .header: expected = ChainEntry(.header, round: 0, after: lastHash, header.fields)
      case .round:
        guard !isFinished, number < planned else {
          throw LedgerFault(
            round: number + 1, field: "round",
            problem: "it follows the end of the run, whose config asks for \(planned)")
        }
        let round = try database.round(number + 1)
        try rules.add(round)
        expected = ChainEntry(.round, round: number + 1, after: lastHash, round.fields)
        last = round
        take(round)
      case .extension:
        guard let addition = additions.removeValue(forKey: place) else {
          throw LedgerFault(round: number, field: "extension", problem: "it is missing")
        }
        guard addition.rounds >= number else {
          throw LedgerFault(
            round: number, field: "extension",
            problem: "it asks for \(addition.rounds) rounds, fewer than there are")
        }
        extensions.append(
          LedgerExtension(round: number, config: addition.config, rounds: addition.rounds))
        planned = addition.rounds
        expected = ChainEntry(
          .extension, round: number, after: lastHash, extensions[extensions.count - 1].fields)
      case .close:
        guard !isFinished else {
          throw LedgerFault(round: number, field: "close", problem: "it is present twice")
        }
        guard number == planned else {
          throw LedgerFault(
            round: number, field: "close",
            problem: "the run is marked as finished, but its config asks for \(planned) rounds")
        }
        expected = ChainEntry(closing: number, after: lastHash)
      }
      try stored.check(expected)
      lastHash = expected.hash
      isFinished = stored.kind == .close
    }
    if let place = additions.keys.min() {
      throw LedgerFault(
        round: rules.rounds, field: "extension",
        problem: "link \(place) of the chain is not an extension")
    }
    try database.checkStrays(rounds: rules.rounds)
    segments = try database.segments(rounds: rules.rounds)
    checkpoint = try database.checkpoint(after: last)
  }
}

extension ChainEntry {
  /// Compares a stored link with the link computed from the stored content.
  fileprivate func check(_ expected: ChainEntry) throws(LedgerFault) {
    func fault(_ field: String, _ problem: String) -> LedgerFault {
      LedgerFault(round: expected.round, field: field, problem: problem)
    }
    guard round == expected.round else {
      throw fault("chain", "its link has round \(round)")
    }
    for (place, part) in expected.parts.enumerated() {
      guard parts.indices.contains(place), parts[place].name == part.name else {
        throw fault(part.name, "its hash is missing")
      }
      guard parts[place].hash == part.hash else {
        throw fault(part.name, "it does not match its hash")
      }
    }
    guard parts.count == expected.parts.count else {
      throw fault("chain", "it has a hash of an unknown part")
    }
    guard hash == expected.hash else {
      throw fault("chain", "its hash does not match the previous links")
    }
  }
}
