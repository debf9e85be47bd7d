import Apportion
import ArgumentParser
import Foundation

/// The options of every command that runs configs.
struct CommonOptions: ParsableArguments {
  // A minus begins a wrong value here, not another option.
  @Option(
    parsing: .unconditional, help: "The seed, instead of the config's.", transform: seed(from:))
  var seed: UInt64?

  @OptionGroup var threads: ThreadsOption

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Override a value of the config; may be repeated.", valueName: "path.to.key=value"))
  var settings: [String] = []

  @Flag(help: "Print one JSON document instead of the table.")
  var json = false

  @Flag(help: "Print neither progress nor table.")
  var quiet = false

  /// The config values that the options override.
  var overrides: [String] { settings + (seed.map { ["seed=\($0)"] } ?? []) }
}

/// The files that shells offer where a config is expected.
let configFiles = CompletionKind.file(extensions: ["yml", "yaml", "json"])

/// The seed in the text of an option.
func seed(from text: String) throws -> UInt64 {
  guard let seed = UInt64(text) else {
    throw ValidationError("It must be a whole number from 0 to \(UInt64.max).")
  }
  return seed
}

/// The number of threads that a command uses.
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

/// The options of every command that accounts for one federation: the folder, and how to compute.
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

  @Flag(help: "Replace an existing run.")
  var force = false

  func validate() throws {
    guard output != "" else {
      throw ValidationError("--output is empty, but must name a folder.")
    }
    if let memory, memory < 1 || memory > 1 << 40 {
      throw ValidationError("--memory is \(memory), but must be at least 1 and at most 2^40.")
    }
  }

  /// The config values that the options override.
  var overrides: [String] { engine.map { ["engine=\($0)"] } ?? [] }

  /// The memory in bytes.
  var bytes: Int? { memory.map { $0 << 20 } }
}
