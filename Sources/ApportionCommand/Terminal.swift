import Foundation

/// The properties of the terminal to which the program writes.
enum Terminal {
  /// Whether standard error is a terminal on which a line can be overwritten.
  static let showsProgress =
    isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"

  /// The number of cells per line of standard output; nil for a file or a pipe, whose lines are unlimited.
  static let width = width(of: STDOUT_FILENO)

  /// The number of cells per line of standard error; nil for a file or a pipe.
  static let errorWidth = width(of: STDERR_FILENO)

  private static func width(of descriptor: Int32) -> Int? {
    var size = winsize()
    guard isatty(descriptor) == 1, ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0,
      size.ws_col > 0
    else { return nil }
    return Int(size.ws_col)
  }
}
