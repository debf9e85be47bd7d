import Apportion
import ArgumentParser
import Foundation

struct Run: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a federation, account for every round, and keep the run.",
    discussion: """
      Examples:
        apportion run Configs/quickstart.yml
        apportion run Configs/quickstart.yml --seed 3 --set training.rounds=5
        apportion run Configs/mnist.yml --set dataset.folder=data --output runs/m1
      """)

  @Argument(help: "Config files, in YAML or JSON.")
  var configs: [String]

  @Option(help: "The folder to write (default: runs/<name>).")
  var output: String?

  // A minus begins a wrong value here, not another option.
  @Option(
    parsing: .unconditional, help: "The seed, in place of the config's.", transform: seed(from:))
  var seed: UInt64?

  @Option(
    parsing: .unconditional,
    help: "How many threads to use (default: all cores). It changes no result.")
  var threads: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The most memory that accounting workers may hold. It changes no result.",
      valueName: "MiB"))
  var memory: Int?

  @Option(
    help: ArgumentHelp(
      "How coalitions are judged: \(Engine.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "engine"))
  var engine: String?

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Put a value in the config's place; may be repeated.", valueName: "path.to.key=value"))
  var overrides: [String] = []

  @Flag(help: "Print one JSON document in place of the table.")
  var json = false

  @Flag(help: "Print neither progress nor table.")
  var quiet = false

  @Flag(help: "Replace a run that is there already.")
  var force = false

  func validate() throws {
    guard !configs.isEmpty else { throw ValidationError("Name at least one config.") }
    guard output == nil || configs.count == 1 else {
      throw ValidationError("--output takes one run, but \(configs.count) configs are given.")
    }
    guard output != "" else {
      throw ValidationError("--output is empty, but must name a folder.")
    }
    if let memory, memory < 1 || memory > 1 << 40 {
      throw ValidationError("--memory is \(memory), but must be at least 1 and at most 2^40.")
    }
    if let threads, threads < 1 {
      throw ValidationError("--threads is \(threads), but must be at least 1.")
    }
  }

  private static func seed(from text: String) throws -> UInt64 {
    guard let seed = UInt64(text) else {
      throw ValidationError("It must be a whole number from 0 to \(UInt64.max).")
    }
    return seed
  }

  func run() async throws {
    let results = try await reportingErrors {
      // All are read, and their folders made, before the first is run, so that a mistake in the
      // last costs nothing.
      let configurations = try configs.map(configuration)
      var directories: [RunDirectory] = []
      defer { for directory in directories.reversed() { directory.discard() } }
      for path in configurations.map({ output ?? "runs/\($0.name)" }) {
        guard !directories.contains(where: { $0.path == path }) else {
          throw StoreError.twice(path: path)
        }
        directories.append(try RunDirectory(path: path, replacing: force))
      }
      var results: [RunResult] = []
      for (configuration, directory) in zip(configurations, directories) {
        let result = try await run(configuration, into: directory)
        if !json, !quiet { print(RunSummary(result).text, terminator: "") }
        results.append(result)
      }
      return results
    }
    if json { try printJSON(results) }
  }

  private func configuration(at path: String) throws -> Configuration {
    let own = [seed.map { "seed=\($0)" }, engine.map { "engine=\($0)" }].compactMap(\.self)
    return try Configuration(contentsOf: path, overriding: overrides + own)
  }

  private func run(
    _ configuration: Configuration, into directory: RunDirectory
  ) async throws -> RunResult {
    let progress = ProgressLine(
      rounds: configuration.training.rounds, name: configuration.name, isOff: quiet)
    defer { progress.clear() }
    let threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
    return try await Experiment(configuration).run(
      threads: threads, memory: memory.map { $0 << 20 }, into: directory,
      onRound: { progress.show($0) }, onForecast: progress.isOn ? { progress.show($0) } : nil)
  }

  /// One result as an object, several as a list of them.
  private func printJSON(_ results: [RunResult]) throws {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let data = results.count == 1 ? try encoder.encode(results[0]) : try encoder.encode(results)
    print(String(decoding: data, as: UTF8.self))
  }
}
