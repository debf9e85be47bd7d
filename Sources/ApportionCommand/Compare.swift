import Apportion
import ArgumentParser

struct Compare: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make many runs that differ by strategy, seed or anything else, and compare them.",
    discussion: """
      The config's section `compare` defines what differs. Existing runs are kept, so an interrupted \
      comparison can be resumed, and a change of its evaluation recomputes no run.

      Examples:
        apportion compare Configs/digits-stability.yml
        apportion compare Configs/digits-stability.yml --set compare.seeds=2
        apportion compare Configs/digits-stability.yml --set compare.round_weights.kind=uniform
      """)

  @Argument(help: "A config file, in YAML or JSON.", completion: configFiles)
  var config: String

  @Option(help: "The folder to write (default: runs/<name>).", completion: .directory)
  var output: String?

  @OptionGroup var common: CommonOptions

  @Flag(help: "Replace runs of another config in the same folder.")
  var force = false

  @Flag(
    help: "Print the number of runs and the time they would take, without making any of them.")
  var dryRun = false

  func validate() throws {
    guard output != "" else {
      throw ValidationError("--output is empty, but must name a folder.")
    }
  }

  func run() async throws {
    guard !dryRun else { return try await reportingErrors { try await tell() } }
    let (result, folder) = try await reportingErrors(
      interrupted: "finished rounds were kept, and the same command resumes from there"
    ) {
      let matrix = try ComparisonMatrix(contentsOf: config, overriding: common.overrides)
      let folder = output ?? "runs/\(matrix.name)"
      let progress = ProgressLine(name: matrix.name, isOff: common.quiet, patience: .zero)
      defer { progress.clear() }
      let result = try await matrix.compare(
        in: folder, threads: common.threads.count, replacing: force,
        onProgress: { show($0, on: progress) })
      return (result, folder)
    }
    if common.json {
      try Output.printJSON(result, as: "the comparison")
    } else if !common.quiet {
      try Output.print(
        """
        \(result.name): \(result.method) by \(result.utility.rawValue)
        \(ComparisonSummary(result.comparison, width: Terminal.width).text)
        wrote \(folder): comparison.json, report.html, runs/, shares.csv
        """, as: "the comparison")
    }
  }

  private func tell() async throws {
    let matrix = try ComparisonMatrix(contentsOf: config, overriding: common.overrides)
    let forecast = try await matrix.forecast(
      in: output ?? "runs/\(matrix.name)", threads: common.threads.count, replacing: force)
    if common.json { return try Output.printJSON(forecast, as: "the forecast") }
    try Output.print(
      ComparisonForecastSummary(matrix, forecast, threads: common.threads.count).text,
      as: "the forecast", terminator: "")
  }

  private func show(_ progress: ComparisonMatrix.Progress, on line: ProgressLine) {
    let noun = progress.part == .runs ? "run" : "retraining game"
    line.show(progress.done, kept: progress.kept, of: progress.total, noun)
  }
}
