import Apportion
import Foundation

// libFuzzer's side: one program for all readers, of which APPORTION_FUZZ_READER names the one that is fed.
//
// Source: https://llvm.org/docs/LibFuzzer.html

/// All readers by their names.
let readers: [any FuzzedReader.Type] = [
  ConfigInput.self, CSVInput.self, IDXInput.self, TableInput.self, SafetensorsInput.self,
  LedgerInput.self, ComparisonInput.self,
]

/// Writes seeds and dictionaries where APPORTION_FUZZ_SEEDS asks for them, and ends; else gets the reader
/// ready.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(
  _ count: UnsafeMutablePointer<CInt>?,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>?
) -> CInt {
  let environment = ProcessInfo.processInfo.environment
  do {
    if let folder = environment["APPORTION_FUZZ_SEEDS"] {
      try writeSeeds(to: URL(filePath: folder))
      exit(0)
    }
    guard let name = environment["APPORTION_FUZZ_READER"],
      let type = readers.first(where: { $0.name == name })
    else { fatalError("APPORTION_FUZZ_READER is to be one of \(readers.map { $0.name })") }
    reader = try type.init(in: Workshop())
  } catch {
    fatalError("\(error)")
  }
  return 0
}

/// Feeds one input to the reader.
///
/// The program's own errors are answers; whatever else is thrown would end the program as its own fault, and
/// ends the search.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  guard let reader else { fatalError("there is no reader") }
  do {
    let input = Array(UnsafeBufferPointer(start: data, count: size))
    nonisolated(unsafe) let reader = reader
    try blocking { try await reader.read(input) }
  } catch {
    let type = String(reflecting: type(of: error))
    let faults = ["UnknownName", "UnnormalizableRound", "RunFailure", "CancellationError"]
    guard type.hasPrefix("Apportion"), !faults.contains(where: type.hasSuffix) else {
      fatalError("\(type) is no answer to a person: \(error)")
    }
    // Made as a person would see it, because a message, too, may trap.
    precondition(!"\(error)".isEmpty, "\(type) says nothing")
  }
  return 0
}

nonisolated(unsafe) private var reader: (any FuzzedReader)?

/// A folder for each reader with a file for each seed, and `READER.dict` beside it.
private func writeSeeds(to folder: URL) throws {
  for type in readers {
    let own = folder.appending(path: type.name)
    try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
    for (number, seed) in try type.seeds(in: Workshop()).enumerated() {
      try Data(seed).write(to: own.appending(path: "seed-\(number)"))
    }
    let entries = type.dictionary.sorted().map { word in
      "\"" + word.utf8.map { "\\x" + String(0x100 | Int($0), radix: 16).dropFirst() }.joined()
        + "\"\n"
    }
    try Data(entries.joined().utf8).write(to: folder.appending(path: "\(type.name).dict"))
  }
}
