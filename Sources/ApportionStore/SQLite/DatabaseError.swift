/// An error of a database file.
public struct DatabaseError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The path of the file.
  public let path: String
  /// "open", "read" or "write".
  public let action: String
  /// What is wrong, in the words of SQLite or of this module.
  public let reason: String
  /// SQLite's primary result code; 0 if the error was not reported by SQLite.
  public let code: Int32

  init(path: String, action: String, reason: String, code: Int32 = 0) {
    (self.path, self.action, self.reason, self.code) = (path, action, reason, code & 0xff)
  }

  /// The error for a truncated file.
  static func damaged(path: String) -> DatabaseError {
    DatabaseError(path: path, action: "read", reason: "", code: 11)
  }

  /// Whether another process is writing the file.
  public var isBusy: Bool { code == 5 }

  /// Whether the file is damaged: truncated, overwritten, or not a database at all.
  public var isDamaged: Bool { code == 11 || code == 26 || code == 0 && action == "read" }

  public var description: String { "cannot \(action) \(path): \(advised)" }

  /// The reason, and what to change if that is clear.
  private var advised: String {
    switch code {
    case 5: "another process is writing it; wait until that has ended"
    case 8: "it is not writable; change its permissions, or copy the run elsewhere"
    case 11: "it is damaged or cut off; restore a copy, or repeat the run"
    case 13: "the disk is full; free some space, and resume the run"
    case 26: "it is not a SQLite file"
    default: reason
    }
  }
}
