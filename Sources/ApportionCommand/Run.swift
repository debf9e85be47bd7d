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
        apportion run --resume runs/m1 --set training.rounds=40
        apportion run Configs/mnist.yml --set dataset.folder=data --resume runs/m1
      """)

  @Argument(help: "Config files, in YAML or JSON.", completion: configFiles)
  var configs: [String] = []

  @OptionGroup var common: CommonOptions

  @OptionGroup var accounting: AccountingOptions

  @Option(
    help: ArgumentHelp(
      "Resume the run in this folder after its last round.", valueName: "dir"),
    completion: .directory)
  var resume: String?

  @Flag(
    help: "Print the planned work and the time it would take, without doing it.")
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

  /// A resumed run has its own config; a config given with it must be the same.
  private func checkResumption() throws {
    guard resume != nil else { return }
    guard configs.count <= 1 else {
      throw ValidationError(
        "--resume takes one run, but \(configs.count) configs are given.")
    }
    guard !configs.isEmpty || !hasOtherOverrides else {
      throw ValidationError(
        """
        --resume takes the config from the run, of which only the number of rounds may be changed: leave out \
        --set, --seed and --engine, but for --set training.rounds=N.
        """)
    }
    guard accounting.output == nil, !accounting.force, !dryRun else {
      throw ValidationError(
        "--resume writes to the run's own folder; leave out --output, --force and --dry-run.")
    }
  }

  func run() async throws {
    let results = try await reportingErrors {
      if let resume { return [try await resumed(in: resume)] }
      // All configs are read, and their folders created, before the first run starts, so that a mistake in
      // the last is found at once.
      let configurations = try configs.map(configuration)
      if dryRun {
        for configuration in configurations { try await tell(configuration) }
        return []
      }
      var directories: [RunDirectory] = []
      // Experiments that have begun keep or discard their own folders.
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
        results.append(try await run(Experiment(configuration), into: directory))
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

  private func resumed(in path: String) async throws -> RunResult {
    let (experiment, directory) = try Experiment.resuming(
      path, by: configs.first.map { try configuration(at: $0) }, rounds: roundsGiven)
    return try await run(experiment, into: directory)
  }

  /// Whether the options override anything except the number of rounds.
  private var hasOtherOverrides: Bool {
    accounting.engine != nil || common.overrides.contains { !$0.hasPrefix("training.rounds=") }
  }

  /// The number of rounds for a resumed run, if it is given by an option and no config is given.
  private var roundsGiven: Int? {
    get throws {
      guard configs.isEmpty, !common.overrides.isEmpty else { return nil }
      return try Configuration(
        yaml: "", path: "config", overriding: common.overrides
      ).training.rounds
    }
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
    _ experiment: Experiment, into directory: RunDirectory
  ) async throws -> RunResult {
    let configuration = experiment.configuration
    let progress = ProgressLine(
      name: configuration.name, isOff: common.quiet, patience: .seconds(10))
    defer { progress.clear() }
    let kept = directory.ledger?.roundCount ?? 0
    let result: RunResult
    do {
      result = try await experiment.run(
        threads: common.threads.count, memory: accounting.bytes, into: directory,
        keepingAccounts: false,
        onRound: { progress.show($0, kept: kept, of: configuration.training.rounds) },
        onForecast: progress.isOn ? { progress.show(ForecastSummary.line($0)) } : nil)
    } catch {
      throw Interrupted(
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
