import Apportion
import ArgumentParser

struct Verify: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check the ledger of a run and the files beside it, and compute again what is in it.",
    discussion: """
      Every part of every round is compared with its hash, every hash with those before, and every \
      file of the run with the ledger. The last hash identifies all of it. The replacement of the whole \
      ledger is detected only with the hash that `apportion run` printed at the end: give it with --hash.

      Examples:
        apportion verify runs/quickstart
        apportion verify runs/quickstart --hash e2d7f3bb…
        apportion verify runs/quickstart --recompute
        apportion verify runs/recorded --reaccount
      """)

  @Argument(help: "Folders of runs.", completion: .directory)
  var runs: [String]

  @Flag(help: "Train and account again from the stored config, and compare every bit.")
  var recompute = false

  @Flag(help: "Account again for recorded rounds, without data or training, and compare every bit.")
  var reaccount = false

  @Option(help: "The expected ledger hash, as printed at the end of the run.")
  var hash: String?

  @OptionGroup var threads: ThreadsOption

  @Flag(help: "Print nothing but errors.")
  var quiet = false

  func validate() throws {
    guard !runs.isEmpty else { throw ValidationError("Name at least one run.") }
    guard let hash else { return }
    guard runs.count == 1 else {
      throw ValidationError("--hash takes one run, but \(runs.count) are given.")
    }
    guard hash.count == 64, hash.allSatisfy(\.isHexDigit) else {
      throw ValidationError("--hash is \(hash), but must be a hash of 64 hexadecimal digits.")
    }
  }

  func run() async throws {
    try await reportingErrors(interrupted: "nothing was changed") {
      for path in runs {
        let ledger = try await verified(path)
        guard !quiet else { continue }
        try Output.print(
          """
          \(path): \(counted(ledger.roundCount, "round")) \(checked), ledger hash \(ledger.lastHash)
          """, as: "the verification of \(path)")
      }
      guard !quiet else { return }
      try Output.print(limits, as: "what was checked")
    }
  }

  /// The ledger of a run, if the ledger and its files are valid.
  private func verified(_ path: String) async throws -> Ledger {
    let verification = try Verification(path: path)
    let ledger = verification.ledger
    if let hash, "\(ledger.lastHash)" != hash.lowercased() {
      throw OtherHash(path: path, found: "\(ledger.lastHash)", expected: hash.lowercased())
    }
    if reaccount, let fault = try await verification.reaccounted(threads: threads.count) {
      throw LedgerError.broken(path: path, fault)
    }
    if recompute, let fault = try await verification.replayed(threads: threads.count) {
      throw LedgerError.broken(path: path, fault)
    }
    if let fault = verification.endFault { throw LedgerError.broken(path: path, fault) }
    let faults = try verification.fileFaults()
    guard faults.isEmpty else { throw ForeignFiles(path: path, faults: faults) }
    return ledger
  }

  private var checked: String {
    if recompute { return "valid and reproduced" }
    return reaccount ? "valid, accounts reproduced" : "valid"
  }

  /// What was verified, and what was not.
  private var limits: String {
    let shown =
      if recompute {
        "The stored config reproduces these rounds and values"
      } else if reaccount {
        "The recorded rounds reproduce these values"
      } else {
        "Ledger and files agree with each other; nothing was computed again"
      }
    let open =
      hash == nil
      ? """
      only the hash shows whether this is the ledger that the run wrote: compare it with the one \
      printed at the end of the run, or give that one with --hash
      """
      : "the ledger has the hash that was given"
    return "\(shown); \(open)."
  }
}

/// A ledger that is valid, but does not have the expected hash.
struct OtherHash: Error, CustomStringConvertible {
  let path: String
  let found: String
  let expected: String

  var description: String {
    "\(path): its ledger has the hash \(found), but \(expected) was given: it is another ledger"
  }
}
