import Foundation

/// A run that another one replaces, kept inside its own folder until the other is finished.
///
/// Only the run's files are moved; others in the folder stay where they are.
struct ReplacedRun {
  static let name = ".former"

  private let (current, former): (RunFiles, RunFiles)

  /// - Parameter folder: that of both runs.
  init(in folder: URL) {
    current = RunFiles(folder: folder)
    former = RunFiles(
      folder: folder.appending(path: Self.name, directoryHint: .isDirectory))
  }

  /// Whether there is one.
  var isThere: Bool { former.isRun }

  /// Puts the run that is in the folder aside; where one was put aside already, that one stays, and the
  /// unfinished run that was to replace it is removed.
  func putAside() throws {
    if isThere { try current.removeFiles() } else { try current.move(to: former.folder) }
  }

  /// Puts the run back, in the place of one that has no round yet.
  func putBack() throws {
    guard FileKind(of: former.folder) == .folder else { return }
    if isThere { try current.removeFiles() }
    try former.move(to: current.folder)
    former.removeEmptyFolder()
  }

  /// Removes the run, because the one that replaces it is finished.
  func remove() throws {
    guard FileKind(of: former.folder) == .folder else { return }
    try former.remove()
  }
}
