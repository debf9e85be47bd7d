import Foundation

/// Keeps other processes from writing a folder, as long as it lives.
///
/// The lock belongs to the folder itself, so that it stays with one that is renamed. It ends with its process,
/// however that ends. On a file system without such locks nothing is kept out; the ledger's own lock then
/// remains.
final class FolderLock {
  private let descriptor: Int32
  /// Whether the file system gave the lock.
  let isHeld: Bool

  /// - Parameters:
  ///   - folder: one that is there.
  ///   - path: what to call it in messages.
  /// - Throws: ``StoreError/busy(path:)``.
  init(_ folder: URL, calling path: String) throws(StoreError) {
    descriptor = open(folder.path, O_RDONLY | O_CLOEXEC)
    isHeld = descriptor >= 0 && flock(descriptor, LOCK_EX | LOCK_NB) == 0
    if descriptor >= 0, !isHeld, errno == EWOULDBLOCK { throw .busy(path: path) }
  }

  deinit {
    // A process that another thread is starting has a copy of the descriptor until its program begins, so
    // closing ours would not end the lock at once.
    if isHeld { flock(descriptor, LOCK_UN) }
    if descriptor >= 0 { close(descriptor) }
  }
}
