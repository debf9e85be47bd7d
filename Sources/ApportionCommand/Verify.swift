import Apportion
import ArgumentParser

struct Verify: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check that the ledger of a run holds, and work out anew what is in it.",
    discussion: """
      The chain of hashes is checked always: every part of every round against its hash, and every \
      round's hash against those before. The last hash stands for all; compare it with the one that \
      you were told.

      Examples:
        apportion verify runs/quickstart
        apportion verify runs/quickstart --recompute
        apportion verify runs/recorded --reaccount
      """)

  @Argument(help: "Folders of runs.", completion: .directory)
  var runs: [String]

  @Flag(help: "Train and account anew from the stored config, and compare every bit.")
  var recompute = false

  @Flag(help: "Account anew for recorded rounds, without data or training, and compare every bit.")
  var reaccount = false

  @OptionGroup var threads: ThreadsOption

  @Flag(help: "Print nothing but errors.")
  var quiet = false

  func validate() throws {
    guard !runs.isEmpty else { throw ValidationError("Name at least one run.") }
  }

  func run() async throws {
    try await reportingErrors(interrupted: "nothing was changed") {
      for path in runs {
        let verification = try Verification(path: path)
        let ledger = verification.ledger
        if let fault = try await fault(of: verification) {
          throw LedgerError.broken(path: path, fault)
        }
        guard !quiet else { continue }
        try Output.print(
          """
          \(path): \(counted(ledger.roundCount, "round")) \(checked), ledger hash \(ledger.lastHash)
          """, as: "what holds of \(path)")
      }
    }
  }

  /// The first that is found.
  private func fault(of verification: Verification) async throws -> LedgerFault? {
    if let fault = try verification.ledger.firstFault() { return fault }
    if reaccount, let fault = try await verification.reaccounted(threads: threads.count) {
      return fault
    }
    return recompute ? try await verification.replayed(threads: threads.count) : nil
  }

  private var checked: String {
    if recompute { return "hold and come out the same" }
    return reaccount ? "hold and are accounted for alike" : "hold"
  }
}
