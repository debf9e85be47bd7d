import Apportion
import ArgumentParser

struct Run: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a federation, account for every round, and keep the run.",
    discussion: """
      Examples:
        apportion run Configs/quickstart.yml
        apportion run Configs/quickstart.yml --seed 3 --set training.rounds=5
        apportion run Configs/mnist.yml --set dataset.folder=data --output runs/m1
        apportion run --resume runs/m1
        apportion run Configs/mnist.yml --set dataset.folder=data --resume runs/m1
      """)

  @Argument(help: "Config files, in YAML or JSON.", completion: configFiles)
  var configs: [String] = []

  @OptionGroup var common: CommonOptions

  @OptionGroup var accounting: AccountingOptions

  @Option(
    help: ArgumentHelp(
      "Go on with the run in this folder, after its last round.", valueName: "dir"),
    completion: .directory)
  var resume: String?

  @Flag(
    help: "Say what would be trained and judged, and how long it would take, and do none of it.")
  var dryRun = false

  func validate() throws {
    guard !configs.isEmpty || resume != nil else {
      throw ValidationError("Name at least one config, or a run with --resume.")
    }
    try checkResumption()
    guard accounting.output == nil || configs.count == 1 else {
      throw ValidationError("--output takes one run, but \(configs.count) configs are given.")
    }
  }

  /// A run that is gone on with has its config already, and a config beside must be the same.
  private func checkResumption() throws {
    guard resume != nil else { return }
    guard configs.count <= 1 else {
      throw ValidationError(
        "--resume goes on with one run, but \(configs.count) configs are given.")
    }
    guard !configs.isEmpty || common.overrides.isEmpty && accounting.engine == nil else {
      throw ValidationError(
        "--resume takes the config from the run; leave out --set, --seed and --engine.")
    }
    guard accounting.output == nil, !accounting.force, !dryRun else {
      throw ValidationError(
        "--resume writes to the run's own folder; leave out --output, --force and --dry-run.")
    }
  }

  func run() async throws {
    let results = try await reportingErrors {
      if let resume { return [try await goOn(in: resume)] }
      // All are read, and their folders made, before the first is run, so that a mistake in the
      // last costs nothing.
      let configurations = try configs.map(configuration)
      if dryRun {
        for configuration in configurations { try await tell(configuration) }
        return []
      }
      var directories: [RunDirectory] = []
      // Those that have begun are kept, or not, by their experiments.
      defer {
        for directory in directories.reversed() where !directory.hasBegun { directory.discard() }
      }
      for path in configurations.map({ accounting.output ?? "runs/\($0.name)" }) {
        guard !directories.contains(where: { $0.path == path }) else {
          throw StoreError.twice(path: path)
        }
        directories.append(try RunDirectory(path: path, replacing: accounting.force))
      }
      var results: [RunResult] = []
      for (configuration, directory) in zip(configurations, directories) {
        results.append(try await run(configuration, into: directory))
      }
      return results
    }
    if common.json, !dryRun {
      if results.count == 1 {
        try Output.printJSON(results[0], as: "the result")
      } else {
        try Output.printJSON(results, as: "the results")
      }
    }
  }

  private func goOn(in path: String) async throws -> RunResult {
    let given = try configs.first.map { try self.configuration(at: $0).yaml() }
    let directory = try RunDirectory(resuming: path, config: given)
    guard let ledger = directory.ledger else { preconditionFailure("\(path) is open") }
    if let fault = try ledger.firstFault() { throw LedgerError.broken(path: ledger.path, fault) }
    let configuration = try Configuration(yaml: ledger.config, path: ledger.path)
    return try await run(configuration, into: directory)
  }

  private func tell(_ configuration: Configuration) async throws {
    let experiment = Experiment(configuration)
    let stage = try experiment.stage()
    let forecast = try await experiment.forecast(stage, threads: common.threads.count)
    if common.json { return try Output.printJSON(forecast, as: "the forecast") }
    try Output.print(
      ForecastSummary(configuration, stage, forecast, threads: common.threads.count).text,
      as: "the forecast", terminator: "")
  }

  private func configuration(at path: String) throws -> Configuration {
    try Configuration(contentsOf: path, overriding: common.overrides + accounting.overrides)
  }

  private func run(
    _ configuration: Configuration, into directory: RunDirectory
  ) async throws -> RunResult {
    let progress = ProgressLine(
      name: configuration.name, isOff: common.quiet, patience: .seconds(10))
    defer { progress.clear() }
    let kept = directory.ledger?.roundCount ?? 0
    let result: RunResult
    do {
      result = try await Experiment(configuration).run(
        threads: common.threads.count, memory: accounting.bytes, into: directory,
        keepingAccounts: false,
        onRound: { progress.show($0, kept: kept, of: configuration.training.rounds) },
        onForecast: progress.isOn ? { progress.show(ForecastSummary.line($0)) } : nil)
    } catch {
      throw BrokenOff(
        error, in: directory, resumedBy: "apportion run --resume \(directory.path)") ?? error
    }
    progress.clear()
    if !common.json, !common.quiet {
      try Output.print(
        RunSummary(result, width: Terminal.width).text,
        as: "the result of \(configuration.name)", terminator: "")
    }
    return result
  }
}
