import Apportion
import ArgumentParser
import Foundation

/// Standard output, to which all commands write their results; a failure to write is an error.
enum Output {
  /// Writes text and waits until the system has accepted all of it.
  ///
  /// - Parameters:
  ///   - text: the text.
  ///   - content: what the text is, for the message.
  ///   - terminator: added after the text.
  /// - Throws: `ExitCode` 73 after a message if the text could not be written; 141 without a message if
  ///   the reader of the pipe has closed it.
  static func print(
    _ text: String, as content: String, terminator: String = "\n"
  ) throws(ExitCode) {
    try write(text.printableLines + terminator, as: content)
  }

  /// Writes a file or a JSON document unchanged; control characters are replaced only for a terminal.
  ///
  /// - Throws: as ``print(_:as:terminator:)``.
  static func printDocument(_ document: String, as content: String) throws(ExitCode) {
    try write(isatty(STDOUT_FILENO) == 1 ? document.printableLines : document, as: content)
  }

  private static func write(_ text: String, as content: String) throws(ExitCode) {
    let bytes = Array(text.utf8)
    let (written, code) = write(bytes)
    switch code {
    case 0: return
    case EPIPE:
      // The exit code that a shell reports for a process that SIGPIPE ended.
      throw ExitCode(128 + SIGPIPE)
    default:
      tell(
        """
        error: cannot write \(content) to standard output: \(String(cString: strerror(code))); \
        \(written) of \(counted(bytes.count, "byte")) were written
        """)
      throw ExitCode(73)
    }
  }

  /// Writes one JSON document.
  ///
  /// - Throws: as ``print(_:as:terminator:)``, and `ExitCode` 65 if a number is not finite.
  static func printJSON(_ value: some Encodable, as content: String) throws(ExitCode) {
    let document: String
    do { document = try jsonDocument(value) } catch {
      tell("error: \(error)")
      throw ExitCode(65)
    }
    try printDocument(document + "\n", as: content)
  }

  /// The number of bytes that were written, and the system's error or 0.
  private static func write(_ bytes: [UInt8]) -> (written: Int, code: Int32) {
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes {
        Foundation.write(STDOUT_FILENO, $0.baseAddress, $0.count)
      }
      if count >= 0 {
        written += count
      } else if errno != EINTR {
        return (written, errno)
      }
    }
    // Some file systems report a full disk or an exceeded quota only when the file is closed.
    let copy = dup(STDOUT_FILENO)
    guard copy >= 0 else { return (written, errno) }
    return (written, close(copy) == 0 ? 0 : errno)
  }
}
