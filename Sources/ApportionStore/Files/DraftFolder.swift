import Foundation

/// A folder next to the path of a new run, in which the run starts before the whole folder is moved to the
/// path.
///
/// It is called `.NAME.UUID.unfinished` and locked by the process that created it. A folder left by a killed
/// process is not locked; the next run with the same path removes a run's files from it, and the folder if it
/// is empty then.
struct DraftFolder {
  let url: URL
  let lock: FolderLock

  private static let suffix = ".unfinished"

  /// Creates the folder and its parent folders.
  ///
  /// - Parameters:
  ///   - target: the final path of the run.
  ///   - path: the path to show in messages.
  /// - Throws: what the system reports.
  init(for target: URL, calling path: String) throws {
    let parent = target.deletingLastPathComponent()
    let prefix = ".\(target.lastPathComponent)."
    try Self.removeAbandoned(in: parent, prefix, calling: path)
    while true {
      // The name does not contain the process number, because a killed process may have had the same one.
      let draft = parent.appending(
        path: prefix + UUID().uuidString + Self.suffix, directoryHint: .isDirectory)
      try FileManager.default.createDirectory(at: draft, withIntermediateDirectories: true)
      // Another process may have removed it as abandoned before it was locked.
      if let lock = try? FolderLock(draft, calling: path), FileKind(of: draft) == .folder {
        (url, self.lock) = (draft, lock)
        return
      }
    }
  }

  private static func removeAbandoned(in parent: URL, _ prefix: String, calling path: String) throws
  {
    guard FileKind(of: parent) == .folder else { return }
    for name in try FileManager.default.contentsOfDirectory(atPath: parent.path)
    where name.hasPrefix(prefix) && name.hasSuffix(suffix)
      && UUID(uuidString: String(name.dropFirst(prefix.count).dropLast(suffix.count))) != nil
    {
      let draft = parent.appending(path: name, directoryHint: .isDirectory)
      guard FileKind(of: draft) == .folder, let lock = try? FolderLock(draft, calling: path),
        lock.isHeld
      else { continue }
      try RunFiles(folder: draft).remove()
    }
  }
}
