import Foundation

/// Something that reads files or texts from outside.
protocol FuzzedReader {
  static var name: String { get }

  /// LittleEndianWriter that its inputs are made of.
  static var dictionary: Set<String> { get }

  /// Inputs that are in order, to begin with.
  static func seeds(in workshop: Workshop) throws -> [[UInt8]]

  init(in workshop: Workshop) throws

  /// Reads one input to its end, on a thread whose stack is as small as that of the program's own.
  ///
  /// - Throws: what a person would be told.
  func read(_ input: [UInt8]) async throws
}

/// A folder for files that readers are to find, below TMPDIR; who starts the program removes it.
struct Workshop {
  let url = FileManager.default.temporaryDirectory.appending(
    path: "apportion-fuzz-\(ProcessInfo.processInfo.processIdentifier)")

  init() throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  func path(_ name: String) -> String { url.appending(path: name).path }

  /// Makes a file hold these bytes, in one go and without asking anybody, for it is done a million times.
  func write(_ bytes: some Collection<UInt8>, to name: String) {
    let file = open(path(name), O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    guard file >= 0 else { fatalError("cannot write \(name)") }
    let all = Array(bytes)
    var start = 0
    while start < all.count {
      let count = all[start...].withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
      guard count > 0 else { fatalError("cannot write \(name)") }
      start += count
    }
    close(file)
  }
}

/// Runs what waits for others to its end.
func blocking<Output: Sendable>(
  _ work: @escaping @Sendable () async throws -> Output
) throws -> Output {
  let done = DispatchSemaphore(value: 0)
  nonisolated(unsafe) var result: Result<Output, any Error>?
  Task {
    do { result = .success(try await work()) } catch { result = .failure(error) }
    done.signal()
  }
  done.wait()
  guard let result else { fatalError("the work has no result") }
  return try result.get()
}

/// An input as several files: two bytes say how long each but the last is.
struct Parts {
  private var rest: ArraySlice<UInt8>

  init(_ input: some Sequence<UInt8>) { rest = Array(input)[...] }

  var isAtEnd: Bool { rest.isEmpty }

  /// One byte, 0 at the end.
  mutating func byte() -> Int { Int(rest.popFirst() ?? 0) }

  /// Bytes behind their count.
  mutating func part() -> ArraySlice<UInt8> {
    let count = byte() | byte() << 8
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  /// All that is left.
  mutating func remainder() -> ArraySlice<UInt8> {
    defer { rest = [] }
    return rest
  }

  static func joined(_ parts: [[UInt8]]) -> [UInt8] {
    parts.flatMap { [UInt8($0.count & 0xff), UInt8($0.count >> 8)] + $0 }
  }
}
