import Foundation

/// Prevents other processes from writing to a folder for as long as the instance exists.
///
/// The lock belongs to the folder itself, so it remains when the folder is renamed. It ends with its process,
/// however the process ends. On a file system without such locks other processes are not excluded; only the
/// ledger's own lock remains.
final class FolderLock {
  private let descriptor: Int32
  /// Whether the file system granted the lock.
  let isHeld: Bool

  /// Locks a folder.
  ///
  /// - Parameters:
  ///   - folder: an existing folder.
  ///   - path: the path to show in messages.
  /// - Throws: ``StoreError/busy(path:)``.
  init(_ folder: URL, calling path: String) throws(StoreError) {
    descriptor = open(folder.path, O_RDONLY | O_CLOEXEC)
    isHeld = descriptor >= 0 && flock(descriptor, LOCK_EX | LOCK_NB) == 0
    if descriptor >= 0, !isHeld, errno == EWOULDBLOCK { throw .busy(path: path) }
  }

  deinit {
    // A child process that another thread is starting has a copy of the descriptor until its program begins,
    // so closing only this descriptor might not end the lock at once.
    if isHeld { flock(descriptor, LOCK_UN) }
    if descriptor >= 0 { close(descriptor) }
  }
}
