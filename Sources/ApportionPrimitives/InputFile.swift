import Foundation

/// Why a path cannot be read as a file.
package enum FileObstacle: Hashable {
  case missing
  /// In words, to follow "cannot be read:".
  case unreadable(String)
}

/// What keeps a path from being read as a file, or nil.
///
/// Only files and links to files are read: a pipe would be waited for without end, and a device may have
/// no end.
///
/// - Parameter path: taken from the working directory.
/// - Returns: the obstacle, or nil where the path can be read.
package func obstacle(toReading path: String) -> FileObstacle? {
  // The system would read the path up to its first NUL.
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

/// "permission denied", as the system calls it.
private func reason(of code: Int32) -> String {
  let text = String(cString: strerror(code))
  return text.prefix(1).lowercased() + text.dropFirst()
}
