import Apportion
import ArgumentParser

struct Account: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Account for rounds that were recorded, without data or training.",
    discussion: """
      The folder holds evaluation.safetensors and rounds/round-0001.safetensors and so on, as a run \
      with `record: true` leaves them, or another program. The config says the model, the strategy \
      that the server used, and by which methods to account.

      Examples:
        apportion account runs/a --set 'valuation=[{method: banzhaf}]' --output runs/b
        apportion account flower --config flower.yml --output runs/flower
      """)

  @Argument(help: "The folder of the recorded rounds.", completion: .directory)
  var directory: String

  @Option(
    help: ArgumentHelp("The config (default: config.yml in the folder).", valueName: "file"),
    completion: configFiles)
  var config: String?

  @OptionGroup var common: CommonOptions

  @OptionGroup var accounting: AccountingOptions

  func run() async throws {
    let result = try await reportingErrors(interrupted: "the unfinished account was not kept") {
      let account = try RecordedAccount(
        of: directory, config: config, overriding: common.overrides + accounting.overrides)
      let configuration = account.configuration
      let path = accounting.output ?? "runs/\(configuration.name)"
      try RunDirectory.check(path, keeps: directory)
      let output = try RunDirectory(path: path, replacing: accounting.force)
      let progress = ProgressLine(
        name: configuration.name, isOff: common.quiet, patience: .seconds(10))
      defer { progress.clear() }
      return try await account.run(
        threads: common.threads.count, memory: accounting.bytes, into: output,
        onRound: { progress.show($0, kept: 0, of: configuration.training.rounds) })
    }
    if common.json { return try Output.printJSON(result, as: "the account") }
    if !common.quiet {
      try Output.print(
        RunSummary(result, width: Terminal.width).text, as: "the account", terminator: "")
    }
  }
}
