import ApportionPrimitives

extension Ledger {
  /// The first part whose hash is not that of its content, or the first link that does not follow from
  /// the one before; nil where the chain holds.
  ///
  /// Whoever rewrites the whole chain is found out by the last hash, which participants know, and by
  /// recomputing.
  ///
  /// - Throws: ``DatabaseError``, or ``LedgerError`` where an entry cannot be read.
  /// - Cost: one pass over the file.
  public func firstFault() throws -> LedgerFault? {
    let (links, extensions) = try database.chain()
    var (previous, rounds, planned) = (Link.start, 0, header.rounds)
    for (place, stored) in links.enumerated() {
      let expected: Link
      switch stored.kind {
      case .header:
        expected = Link(.header, round: 0, after: previous, header.fields)
      case .round:
        rounds += 1
        expected = Link(
          .round, round: rounds, after: previous, try database.round(rounds).fields)
      case .extension:
        guard let addition = extensions[place] else {
          return LedgerFault(round: rounds, field: "extension", problem: "it is missing")
        }
        planned = addition.rounds
        expected = Link(.extension, round: rounds, after: previous, addition.fields)
      case .close:
        guard rounds == planned else {
          return LedgerFault(
            round: rounds, field: "close",
            problem: "the run is said to be finished, but its config asks for \(planned) rounds")
        }
        expected = Link(closing: rounds, after: previous)
      }
      if let fault = fault(in: stored, expected) { return fault }
      previous = stored.hash
    }
    if let more = try database.rows("SELECT round FROM rounds ORDER BY round DESC LIMIT 1").first,
      try more.integer("round") != rounds
    {
      return LedgerFault(
        round: try more.integer("round"), field: "round", problem: "the chain has no link for it")
    }
    do { _ = try checkedCheckpoint() } catch LedgerError.broken(_, let fault) { return fault }
    return nil
  }

  private func fault(in stored: Link, _ expected: Link) -> LedgerFault? {
    func fault(_ field: String, _ problem: String) -> LedgerFault {
      LedgerFault(round: expected.round, field: field, problem: problem)
    }
    guard stored.round == expected.round else {
      return fault("round", "its link is that of round \(stored.round)")
    }
    for (place, part) in expected.parts.enumerated() {
      guard stored.parts.indices.contains(place), stored.parts[place].name == part.name else {
        return fault(part.name, "its hash is missing")
      }
      guard stored.parts[place].hash == part.hash else {
        return fault(part.name, "it is not what its hash says")
      }
    }
    guard stored.parts.count == expected.parts.count else {
      return fault(stored.parts[expected.parts.count].name, "there is no such part")
    }
    guard stored.hash == expected.hash else {
      return fault("chain", "its hash does not follow from those before")
    }
    return nil
  }
}
