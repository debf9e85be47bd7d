/// What went wrong with a database file.
public struct DatabaseError: Error, Hashable, Sendable, CustomStringConvertible {
  public let path: String
  /// "open", "read" or "write".
  public let action: String
  public let reason: String
  /// SQLite's primary result code; 0 where SQLite itself found no fault.
  public let code: Int32

  init(path: String, action: String, reason: String, code: Int32 = 0) {
    (self.path, self.action, self.reason, self.code) = (path, action, reason, code & 0xff)
  }

  public var description: String { "cannot \(action) \(path): \(advised)" }

  /// The reason, and what to change where that is clear.
  private var advised: String {
    switch code {
    case 5: "another process is writing it; wait until that has ended"
    case 8: "it may not be written; change its permissions, or copy the run elsewhere"
    case 11: "it is damaged or cut off; put back a copy, or run it again"
    case 13: "the disk is full; make room, and resume the run"
    case 26: "it is not a SQLite file"
    default: reason
    }
  }
}
