package import Foundation

/// Writes files so that a reader finds either the former content or the new one, never a part.
///
/// The content is written to a draft in the same folder, which is then renamed to the file. The draft is
/// called `.NAME.apportion-part`; a draft left by a killed process is reused by the next writer of the same
/// file. Writers of one file wait for each other.
package enum WholeFile {
  /// What to do if the path is a device or a FIFO.
  package enum Special {
    case refused
    /// Write into it without replacing it.
    case written
  }

  /// Writes a file and replaces an existing one.
  ///
  /// Only a regular file is ever replaced: a folder, a symbolic link, a device or a FIFO at the path is an
  /// error.
  ///
  /// - Parameters:
  ///   - data: the whole content.
  ///   - file: the path, in an existing folder.
  ///   - special: whether a device or a FIFO is written into.
  ///   - replacing: whether an existing file may be replaced.
  /// - Throws: ``StoreError/fileExists(path:)``, ``NotReplaceable``, or `POSIXError` with the system's error.
  ///   The former file is then unchanged.
  package static func write(
    _ data: Data, to file: URL, special: Special = .refused, replacing: Bool = true
  ) throws {
    switch FileKind(of: file) {
    case .regular where !replacing: throw StoreError.fileExists(path: file.relativePath)
    case nil, .regular: try replace(file, by: data)
    case .device where special == .written, .fifo where special == .written:
      let handle = try FileHandle(forWritingTo: file)
      try handle.write(contentsOf: data)
      try handle.close()
    case .some(let kind): throw NotReplaceable(path: file.relativePath, kind: kind)
    }
  }

  /// The path that the content of a file is written to until it is complete.
  static func draft(of file: URL) -> URL {
    file.deletingLastPathComponent().appending(
      path: ".\(file.lastPathComponent)" + draftSuffix, directoryHint: .notDirectory)
  }

  /// The name of the file that a draft becomes; nil if `name` is not the name of a draft.
  static func name(ofDraft name: String) -> String? {
    guard name.hasPrefix("."), name.hasSuffix(draftSuffix) else { return nil }
    return String(name.dropFirst().dropLast(draftSuffix.count))
  }

  private static let draftSuffix = ".apportion-part"

  private static func replace(_ file: URL, by data: Data) throws {
    let draft = draft(of: file)
    let handle = try locked(draft)
    do {
      try handle.truncate(atOffset: 0)
      try handle.write(contentsOf: data)
      guard rename(draft.path, file.path) == 0 else { throw POSIXError.current }
    } catch {
      unlink(draft.path)
      throw error
    }
    try handle.close()
  }

  /// The draft, opened and locked for this writer alone.
  private static func locked(_ draft: URL) throws -> FileHandle {
    while true {
      let descriptor = open(draft.path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
      guard descriptor >= 0 else { throw POSIXError.current }
      let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
      // Checks the opened file: the path may be gone, because another writer has renamed the draft.
      var (own, there) = (stat(), stat())
      guard fstat(descriptor, &own) == 0 else { throw POSIXError.current }
      let kind = FileKind(own)
      guard kind == .regular else { throw NotReplaceable(path: draft.relativePath, kind: kind) }
      // If the file system has no locks and there are several writers, the last one wins.
      _ = flock(descriptor, LOCK_EX)
      // The previous holder of the lock may have renamed the draft in the meantime.
      if lstat(draft.path, &there) == 0, own.st_ino == there.st_ino, own.st_dev == there.st_dev {
        return handle
      }
    }
  }
}

/// The kind of file at a path; symbolic links are not followed.
package enum FileKind: String, Sendable {
  case regular = "a file"
  case folder = "a folder"
  case link = "a symbolic link"
  case device = "a device"
  case fifo = "a FIFO"
  case other = "neither a file nor a folder"

  /// The kind of the file at a path; nil if nothing exists there.
  package init?(of file: URL) {
    var status = stat()
    guard lstat(file.path, &status) == 0 else { return nil }
    self.init(status)
  }

  fileprivate init(_ status: stat) {
    self =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .regular
      case S_IFDIR: .folder
      case S_IFLNK: .link
      case S_IFCHR, S_IFBLK: .device
      case S_IFIFO: .fifo
      default: .other
      }
  }
}

/// An error: the path to be written holds something that must not be replaced.
package struct NotReplaceable: Error, Hashable, CustomStringConvertible {
  package let path: String
  package let kind: FileKind

  package var description: String { "\(path) is \(kind.rawValue), which is not replaced" }
}

extension POSIXError {
  /// The system's error of the last call.
  static var current: POSIXError { POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
}
