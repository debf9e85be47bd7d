extension Ledger {
  /// The first fault in the file at present; nil if there is none.
  ///
  /// A ledger that could be opened had no fault at that time. A rewrite of the whole chain is detected by
  /// comparing the last hash, which the participants know, and by recomputing.
  ///
  /// - Throws: ``LedgerError`` if the file has other tables, or ``DatabaseError``.
  /// - Cost: one pass over the file.
  public func firstFault() throws -> LedgerFault? {
    do { _ = try LedgerReading(database) } catch LedgerError.broken(_, let fault) { return fault }
    return nil
  }
}
