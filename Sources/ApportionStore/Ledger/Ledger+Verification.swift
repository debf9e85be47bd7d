import ApportionPrimitives

extension Ledger {
  /// The first part whose hash is not that of its content, or the first entry that does not follow
  /// from the one before; nil where the chain holds.
  ///
  /// Whoever rewrites the whole chain is found out by the last hash, which participants know, and by
  /// recomputing.
  ///
  /// - Throws: ``DatabaseError``, or ``LedgerError`` where an entry cannot be read.
  /// - Cost: one pass over the file.
  public func firstFault() throws -> LedgerFault? {
    let first = try database.header()
    if let fault = fault(inRound: 0, after: Link.first, first.link, first.header.fields) {
      return fault
    }
    var previous = first.link.entry
    let numbers = try database.rows("SELECT round FROM rounds ORDER BY round")
    for (expected, row) in zip(1..., numbers) {
      guard try row.integer("round") == expected else {
        return LedgerFault(round: expected, field: "round", problem: "it is missing")
      }
      let (round, link) = try database.round(expected)
      if let fault = fault(inRound: expected, after: previous, link, round.fields) { return fault }
      previous = link.entry
    }
    do { _ = try checkpoint() } catch LedgerError.broken(_, let fault) { return fault }
    return nil
  }

  private func fault(
    inRound number: Int, after previous: Digest, _ stored: Link,
    _ fields: [(name: String, content: CanonicalBytes)]
  ) -> LedgerFault? {
    let link = Link(after: previous, fields)
    for (place, part) in link.parts.enumerated() {
      guard stored.parts.indices.contains(place), stored.parts[place].name == part.name else {
        return LedgerFault(round: number, field: part.name, problem: "its hash is missing")
      }
      guard stored.parts[place].digest == part.digest else {
        return LedgerFault(
          round: number, field: part.name, problem: "it is not what its hash says")
      }
    }
    guard stored.parts.count == link.parts.count else {
      let extra = stored.parts[link.parts.count].name
      return LedgerFault(round: number, field: extra, problem: "there is no such part")
    }
    guard stored.entry == link.entry else {
      return LedgerFault(
        round: number, field: "chain", problem: "its hash does not follow from those before")
    }
    return nil
  }
}
