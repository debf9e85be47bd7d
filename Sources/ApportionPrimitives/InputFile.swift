import Foundation

/// The reason why a path cannot be read as a file.
package enum FileObstacle: Hashable {
  case missing
  /// The reason in words, to follow "cannot be read:".
  case unreadable(String)
}

/// The reason why a path cannot be read as a file, or nil.
///
/// Only regular files and links to them are read: reading a pipe may block forever, and a device may be
/// endless.
///
/// - Parameter path: relative to the working directory.
/// - Returns: the reason, or nil if the path can be read.
package func obstacle(toReading path: String) -> FileObstacle? {
  // The system would use the path only up to its first NUL.
  guard !path.utf8.contains(0) else { return .missing }
  var status = stat()
  guard stat(path, &status) == 0 else {
    return [ENOENT, ENOTDIR].contains(errno) ? .missing : .unreadable(reason(of: errno))
  }
  switch status.st_mode & S_IFMT {
  case S_IFREG: return access(path, R_OK) == 0 ? nil : .unreadable(reason(of: errno))
  case S_IFDIR: return .unreadable("it is a folder")
  case S_IFIFO: return .unreadable("it is a pipe; write its content to a file")
  case S_IFCHR, S_IFBLK: return .unreadable("it is a device")
  default: return .unreadable("it is not a file")
  }
}

/// The system's description of an error, with a small initial: "permission denied".
private func reason(of code: Int32) -> String {
  let text = String(cString: strerror(code))
  return text.prefix(1).lowercased() + text.dropFirst()
}
