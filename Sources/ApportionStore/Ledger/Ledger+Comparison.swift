import ApportionReconstruction

extension Ledger {
  /// The first part of a round that differs from the ledger; nil if there is no difference.
  ///
  /// - Parameter round: a round that was trained or accounted for again.
  /// - Returns: the fault, with the name of the part that differs.
  /// - Throws: ``LedgerError`` or ``DatabaseError``.
  public func firstDifference(from round: LedgerRound) throws -> LedgerFault? {
    let stored = try self.round(round.account.round)
    for (own, other) in zip(stored.fields, round.fields)
    where own.content.bytes != other.content.bytes {
      return LedgerFault(
        round: round.account.round, field: own.name,
        problem: "recomputing it gives a different result")
    }
    return nil
  }

  /// The first part of a header that differs from the ledger's header with the config in force; nil if none
  /// does.
  public func firstDifference(from header: LedgerHeader) -> LedgerFault? {
    headerInForce.firstDifference(from: header).map {
      LedgerFault(round: 0, field: $0, problem: "recomputing it gives a different result")
    }
  }
}
