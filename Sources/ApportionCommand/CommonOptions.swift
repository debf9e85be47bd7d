import Apportion
import ArgumentParser
import Foundation

/// What every command that runs configs can be told.
struct CommonOptions: ParsableArguments {
  // A minus begins a wrong value here, not another option.
  @Option(
    parsing: .unconditional, help: "The seed, in place of the config's.", transform: seed(from:))
  var seed: UInt64?

  @OptionGroup var threads: ThreadsOption

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Put a value in the config's place; may be repeated.", valueName: "path.to.key=value"))
  var settings: [String] = []

  @Flag(help: "Print one JSON document in place of the table.")
  var json = false

  @Flag(help: "Print neither progress nor table.")
  var quiet = false

  /// What is put in a config's place.
  var overrides: [String] { settings + (seed.map { ["seed=\($0)"] } ?? []) }
}

/// What shells offer where a config is due.
let configFiles = CompletionKind.file(extensions: ["yml", "yaml", "json"])

/// The seed that an option says.
func seed(from text: String) throws -> UInt64 {
  guard let seed = UInt64(text) else {
    throw ValidationError("It must be a whole number from 0 to \(UInt64.max).")
  }
  return seed
}

/// How many threads a command uses.
struct ThreadsOption: ParsableArguments {
  @Option(
    name: .customLong("threads"), parsing: .unconditional,
    help: "How many threads to use (default: all cores). It changes no result.")
  var given: Int?

  func validate() throws {
    if let given, given < 1 {
      throw ValidationError("--threads is \(given), but must be at least 1.")
    }
  }

  var count: Int { given ?? ProcessInfo.processInfo.activeProcessorCount }
}

/// What every command that accounts for one federation can be told: where to keep it, and how to work.
struct AccountingOptions: ParsableArguments {
  @Option(help: "The folder to write (default: runs/<name>).", completion: .directory)
  var output: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The most memory that accounting workers may hold. It changes no result.",
      valueName: "MiB"))
  var memory: Int?

  @Option(
    help: ArgumentHelp(
      "How coalitions are evaluated: \(Engine.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "engine"), completion: .list(Engine.allCases.map(\.rawValue)))
  var engine: String?

  @Flag(help: "Replace a run that is there already.")
  var force = false

  func validate() throws {
    guard output != "" else {
      throw ValidationError("--output is empty, but must name a folder.")
    }
    if let memory, memory < 1 || memory > 1 << 40 {
      throw ValidationError("--memory is \(memory), but must be at least 1 and at most 2^40.")
    }
  }

  /// What is put in a config's place.
  var overrides: [String] { engine.map { ["engine=\($0)"] } ?? [] }

  /// The memory in bytes.
  var bytes: Int? { memory.map { $0 << 20 } }
}
