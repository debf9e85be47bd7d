import Foundation

/// A run that is being replaced, kept inside its own folder until the new run is finished.
///
/// Only the run's files are moved; other files in the folder stay where they are.
struct ReplacedRun {
  static let name = ".former"

  private let (current, former): (RunFiles, RunFiles)

  /// Locates the current and the former run.
  ///
  /// - Parameter folder: the folder of both runs.
  init(in folder: URL) {
    current = RunFiles(folder: folder)
    former = RunFiles(
      folder: folder.appending(path: Self.name, directoryHint: .isDirectory))
  }

  /// Whether a former run exists.
  var isThere: Bool { former.isRun }

  /// Moves the run of the folder into `.former`.
  ///
  /// If `.former` already holds a run, that one is kept, and the unfinished run that was to replace it is
  /// removed.
  func putAside() throws {
    if isThere { try current.removeFiles() } else { try current.move(to: former.folder) }
  }

  /// Moves the former run back, in place of a new one that has no round yet.
  func putBack() throws {
    guard FileKind(of: former.folder) == .folder else { return }
    if isThere { try current.removeFiles() }
    try former.move(to: current.folder)
    former.removeEmptyFolder()
  }

  /// Removes the former run, because the one that replaces it is finished.
  func remove() throws {
    guard FileKind(of: former.folder) == .folder else { return }
    try former.remove()
  }
}
