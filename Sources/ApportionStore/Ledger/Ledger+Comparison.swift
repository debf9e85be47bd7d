import ApportionReconstruction

extension Ledger {
  /// The first part of a round that is not what the ledger has, or nil.
  ///
  /// - Parameter round: one that was played or accounted for anew.
  /// - Returns: what differs, by the name of the part.
  /// - Throws: ``LedgerError`` or ``DatabaseError``.
  public func firstDifference(from round: LedgerRound) throws -> LedgerFault? {
    let stored = try self.round(round.account.round)
    for (own, other) in zip(stored.fields, round.fields)
    where own.content.bytes != other.content.bytes {
      return LedgerFault(
        round: round.account.round, field: own.name, problem: "it comes out otherwise")
    }
    return nil
  }

  /// The first part of the run's beginning that is not what the ledger has, or nil; the config is held
  /// against the one in force.
  public func firstDifference(from header: LedgerHeader) -> LedgerFault? {
    headerInForce.firstDifference(from: header).map {
      LedgerFault(round: 0, field: $0, problem: "it comes out otherwise")
    }
  }
}
