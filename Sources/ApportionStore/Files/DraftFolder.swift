import Foundation

/// A folder beside a new run's place, in which the run is begun before it is moved there as a whole.
///
/// It is called `.NAME.UUID.unfinished` and locked by the process that made it. One that a killed process has
/// left is not locked; the next run of the same place removes it, as far as it holds a run's files.
struct DraftFolder {
  let url: URL
  let lock: FolderLock

  private static let suffix = ".unfinished"

  /// Makes the folder, and those above it.
  ///
  /// - Parameters:
  ///   - target: the place of the run.
  ///   - path: what to call it in messages.
  /// - Throws: what the system says.
  init(for target: URL, calling path: String) throws {
    let parent = target.deletingLastPathComponent()
    let prefix = ".\(target.lastPathComponent)."
    try Self.removeAbandoned(in: parent, prefix, calling: path)
    while true {
      // Not named after the process, because one that was killed may have had the same number.
      let draft = parent.appending(
        path: prefix + UUID().uuidString + Self.suffix, directoryHint: .isDirectory)
      try FileManager.default.createDirectory(at: draft, withIntermediateDirectories: true)
      // Another process may have taken it for an abandoned one before it was locked.
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
