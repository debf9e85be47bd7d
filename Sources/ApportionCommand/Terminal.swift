import Foundation

/// Where the program's lines go.
enum Terminal {
  /// Whether standard error is a terminal on which a line can be written over.
  static let showsProgress =
    isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"

  /// How many cells a line of standard output has; nil where it is a file or a pipe, in which lines
  /// have any length.
  static let width = width(of: STDOUT_FILENO)

  /// The same of standard error.
  static let errorWidth = width(of: STDERR_FILENO)

  private static func width(of descriptor: Int32) -> Int? {
    var size = winsize()
    guard isatty(descriptor) == 1, ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0,
      size.ws_col > 0
    else { return nil }
    return Int(size.ws_col)
  }
}
