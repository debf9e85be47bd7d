extension Ledger {
  /// The first thing in the file that does not hold now, or nil.
  ///
  /// A ledger that could be opened held when it was. Whoever rewrites the whole chain is found out by the
  /// last hash, which participants know, and by recomputing.
  ///
  /// - Throws: ``LedgerError`` where the file has other tables, or ``DatabaseError``.
  /// - Cost: one pass over the file.
  public func firstFault() throws -> LedgerFault? {
    do { _ = try LedgerReading(database) } catch LedgerError.broken(_, let fault) { return fault }
    return nil
  }
}
