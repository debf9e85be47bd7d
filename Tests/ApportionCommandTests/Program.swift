import Foundation
import Testing

/// The built program, which stands beside the tests.
struct Program {
  struct Outcome {
    var status: Int32
    var output: String
    var errors: String
  }

  static var path: URL {
    URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "apportion")
  }

  /// Runs the program in `folder` to its end; `arguments` are what stands after `apportion`, or after
  /// another `executable`, and `meanwhile` is called when it has been started.
  static func run(
    _ arguments: [String], in folder: ScratchFolder? = nil, environment: [String: String] = [:],
    as executable: URL? = nil, meanwhile: (Process) throws -> Void = { _ in }
  ) throws -> Outcome {
    let process = Process()
    let (output, errors) = (Pipe(), Pipe())
    process.executableURL = executable ?? path
    process.arguments = arguments
    process.currentDirectoryURL = folder?.url
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    try meanwhile(process)
    let text = try output.fileHandleForReading.readToEnd() ?? Data()
    let complaints = try errors.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
      errors: String(decoding: complaints, as: UTF8.self))
  }
}

extension Program {
  /// Runs the program at a terminal of its own, which takes both its output and its complaints.
  static func runOnTerminal(
    _ arguments: [String], columns: Int, in folder: ScratchFolder? = nil,
    environment: [String: String] = [:]
  ) throws -> Outcome {
    let terminal = try PseudoTerminal(columns: columns)
    let process = Process()
    process.executableURL = path
    process.arguments = arguments
    process.currentDirectoryURL = folder?.url
    process.environment = ProcessInfo.processInfo.environment
      .merging(["TERM": "xterm"]) { $1 }.merging(environment) { $1 }
    process.standardOutput = terminal.end
    process.standardError = terminal.end
    try process.run()
    try terminal.end.close()
    let output = terminal.allOutput()
    process.waitUntilExit()
    return Outcome(status: process.terminationStatus, output: output, errors: "")
  }
}

extension Trait where Self == ConditionTrait {
  /// Skips a test where a program cannot be given a terminal.
  static var needsTerminal: Self {
    .enabled("this machine has no pseudo-terminal: /dev/ptmx gives none") {
      (try? PseudoTerminal(columns: 80)) != nil
    }
  }
}

/// What a program takes for a terminal, and its other side.
private struct PseudoTerminal {
  /// The program's.
  let end: FileHandle
  private let other: FileHandle

  struct Unavailable: Error {}

  init(columns: Int) throws {
    let descriptor = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    guard descriptor >= 0, let name = Self.name(of: descriptor) else { throw Unavailable() }
    other = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    let program = open(name, O_RDWR | O_NOCTTY)
    guard program >= 0 else { throw Unavailable() }
    end = FileHandle(fileDescriptor: program, closeOnDealloc: true)
    var size = winsize(
      ws_row: 40, ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    guard ioctl(descriptor, UInt(TIOCSWINSZ), &size) == 0 else { throw Unavailable() }
  }

  private static func name(of descriptor: Int32) -> String? {
    #if canImport(Darwin)
    guard grantpt(descriptor) == 0, unlockpt(descriptor) == 0 else { return nil }
    return ptsname(descriptor).map { String(cString: $0) }
    #else
    // TIOCSPTLCK and TIOCGPTN, which Glibc's module does not have; see ioctl_tty(2).
    var (lock, number): (CInt, CInt) = (0, 0)
    guard ioctl(descriptor, 0x4004_5431, &lock) == 0, ioctl(descriptor, 0x8004_5430, &number) == 0
    else { return nil }
    return "/dev/pts/\(number)"
    #endif
  }

  /// All that is written until nobody holds the program's end any more, which Linux tells as an error.
  func allOutput() -> String {
    var output = Data()
    var buffer = [UInt8](repeating: 0, count: 4096)
    while case let count = read(other.fileDescriptor, &buffer, buffer.count), count > 0 {
      output.append(contentsOf: buffer[..<count])
    }
    return String(decoding: output, as: UTF8.self)
  }
}

/// A folder of one test's own, removed with all it holds at the end of the test.
final class ScratchFolder {
  let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)

  init() throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appending(path: name).path }

  /// Every file and folder below, hidden ones too, by their paths from here.
  func contents() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: url.path).sorted()
  }

  func text(_ name: String) throws -> String {
    try String(contentsOfFile: path(name), encoding: .utf8)
  }

  func write(_ text: String, to name: String) throws {
    try text.write(toFile: path(name), atomically: false, encoding: .utf8)
  }
}
