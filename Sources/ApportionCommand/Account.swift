import Apportion
import ArgumentParser

struct Account: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Account for rounds that were recorded, without data or training.",
    discussion: """
      The folder holds evaluation.safetensors and rounds/round-0001.safetensors and so on, as \
      written by a run with `record: true` or by another program. The config contains the model, the \
      strategy that the server used, and the valuation methods.

      Examples:
        apportion account runs/a --set 'valuation=[{method: banzhaf}]' --output runs/b
        apportion account flower --config flower.yml --output runs/flower
        apportion account flower --config flower.yml --resume runs/flower
      """)

  @Argument(help: "The folder of the recorded rounds.", completion: .directory)
  var directory: String

  @Option(
    help: ArgumentHelp("The config (default: config.yml in the folder).", valueName: "file"),
    completion: configFiles)
  var config: String?

  @OptionGroup var common: CommonOptions

  @OptionGroup var accounting: AccountingOptions

  @Option(
    help: ArgumentHelp(
      "Continue the account in this folder after its last round.", valueName: "dir"),
    completion: .directory)
  var resume: String?

  func validate() throws {
    guard resume == nil || accounting.output == nil && !accounting.force else {
      throw ValidationError(
        "--resume writes to the account's own folder; leave out --output and --force.")
    }
  }

  func run() async throws {
    let result = try await reportingErrors(interrupted: "no round was accounted for yet") {
      let account = try RecordedAccount(
        of: directory, config: config, overriding: common.overrides + accounting.overrides)
      let configuration = account.configuration
      let path = resume ?? accounting.output ?? "runs/\(configuration.name)"
      try RunDirectory.check(path, keeps: directory)
      let output =
        try resume.map { try RunDirectory(resuming: $0, ofRecordedRounds: true) }
        ?? RunDirectory(path: path, replacing: accounting.force)
      let kept = output.ledger?.roundCount ?? 0
      let progress = ProgressLine(
        name: configuration.name, isOff: common.quiet, patience: .seconds(10))
      defer { progress.clear() }
      do {
        return try await account.run(
          threads: common.threads.count, memory: accounting.bytes, into: output,
          keepingAccounts: false,
          onRound: { progress.show($0, kept: kept, of: configuration.training.rounds) })
      } catch {
        throw Interrupted(
          error, in: output,
          resumedBy: "apportion account \(directory)\(config.map { " --config \($0)" } ?? "") "
            + "--resume \(path)") ?? error
      }
    }
    if common.json { return try Output.printJSON(result, as: "the account") }
    if !common.quiet {
      try Output.print(
        RunSummary(result, width: Terminal.width).text, as: "the account", terminator: "")
    }
  }
}
