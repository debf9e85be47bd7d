import Apportion
import Foundation
import Testing

@Suite("Ledgers that were tampered with")
struct TamperingTests {
  let folder: ScratchFolder
  var path: String { folder.path("run") }
  var ledger: String { path + "/run.sqlite" }

  init() throws { folder = try ScratchFolder() }

  @Test("are told by what is wrong with them, by every reader, whether or not their hashes fit")
  func table() async throws {
    let original = folder.path("original")
    _ = try await Experiment(
      smallConfiguration(
        "record=true", "participation.fraction=0.75",
        "valuation=[{method: shapley}, {method: least-core}]")
    ).run(threads: 1, into: RunDirectory(path: original, replacing: false))
    for tampering in Tampering.all {
      for isForged in [false, true] {
        try? FileManager.default.removeItem(atPath: path)
        try FileManager.default.copyItem(atPath: original, toPath: path)
        try Database(path: ledger, .opening).execute(tampering.sql)
        // Some cannot be hashed any more.
        if isForged { try? Forger.forgeHashes(of: ledger) }
        let expected = isForged ? tampering.forged : tampering.left
        #expect(try await told() == expected, "\(tampering.sql), forged: \(isForged)")
      }
    }
  }

  /// What is said of the ledger; every reader must say the same where it does not hold.
  private func told() async throws -> String {
    do { _ = try Ledger(opening: ledger, writing: false) } catch {
      let message = "\(error)".replacing(path, with: "run")
      for reader in LedgerReader.allCases {
        let complaint = try await reader.complaint(of: path)
        #expect(complaint == message, "\(reader)")
      }
      return message.replacing("run/run.sqlite: ", with: "")
    }
    do {
      let verification = try Verification(path: path)
      if let fault = verification.endFault { return "\(fault)" }
      let files = try verification.fileFaults().map(\.file).joined(separator: ", ")
      var again = "refused"
      do {
        let fault = try await verification.replayed(threads: 1)
        again = fault.map { "\($0)".split(separator: ":")[0].description } ?? ""
      } catch is NothingToRecompute {}
      #expect(try await LedgerReader.report.complaint(of: path) == nil)
      #expect(try await LedgerReader.export.complaint(of: path) == nil)
      // There may be no complete table.
      _ = try await LedgerReader.coalitions.complaint(of: path)
      return (files.isEmpty ? "holds" : "files: \(files)")
        + (again.isEmpty ? "" : "; again: \(again)")
    } catch {
      return "\(error)".replacing(path, with: "run").replacing("run/run.sqlite: ", with: "")
    }
  }
}
