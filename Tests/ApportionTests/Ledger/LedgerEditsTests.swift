import Apportion
import Foundation
import Testing

/// `APPORTION_LEDGER_EDITS` says how many edits are tried in place of a quick hundred, and
/// `APPORTION_LEDGER_EDITS_FROM` the first seed.
@Suite("Ledgers that were edited at random")
struct LedgerEditsTests {
  static let environment = ProcessInfo.processInfo.environment
  static let count = environment["APPORTION_LEDGER_EDITS"].flatMap { Int($0) } ?? 100
  static let first = environment["APPORTION_LEDGER_EDITS_FROM"].flatMap { Int($0) } ?? 0

  /// A run of two rounds and one that was broken off after the first of them.
  static func bases(in folder: ScratchFolder) async throws -> [String] {
    let configuration = try smallConfiguration(
      "dataset.clients=3", "dataset.maximum_examples=60", "training.rounds=2", "clients=[]",
      "participation.fraction=0.7",
      "strategy={kind: fed-random, of: [{kind: fed-adam}, {kind: scaffold}, {kind: fed-avg-m}]}",
      "valuation=[{method: shapley}, {method: kernel-shap}]")
    let (whole, broken) = (folder.path("whole"), folder.path("broken"))
    _ = try await Experiment(configuration).run(into: RunDirectory(path: whole, replacing: false))
    _ = try? await withThrowingTaskGroup { group in
      group.addTask {
        try await Experiment(configuration).run(
          into: RunDirectory(path: broken, replacing: false),
          onRound: { _ in withUnsafeCurrentTask { $0?.cancel() } })
      }
      _ = try await group.next()
    }
    return [whole, broken]
  }

  @Test(
    "are read, or refused for what is wrong with them, by everything, and never end the program")
  func edits() async throws {
    let folder = try ScratchFolder()
    let bases = try await Self.bases(in: folder)
    #expect(try Ledger(opening: bases[1] + "/run.sqlite", writing: false).roundCount == 1)
    var (refused, held) = (0, 0)
    for seed in Self.first..<Self.first + Self.count {
      if seed % 1000 == 0, Self.count > 1000 {
        FileHandle.standardError.write(Data("edits from \(seed): \(refused) refused\n".utf8))
      }
      let path = folder.path("edited")
      try? FileManager.default.removeItem(atPath: path)
      try FileManager.default.copyItem(atPath: bases[seed / 2 % 2], toPath: path)
      let ledger = path + "/run.sqlite"
      var edits = try LedgerEdits(of: ledger, seed: seed)
      let made = edits.make()
      if seed % 2 == 1 { try? Forger.forgeHashes(of: ledger) }
      for reader in LedgerReader.allCases {
        let complaint: String?
        do { complaint = try await reader.complaint(of: path) } catch {
          Issue.record("seed \(seed), \(reader): \(type(of: error)) \(error) after \(made)")
          continue
        }
        if reader == .verify { if complaint == nil { held += 1 } else { refused += 1 } }
      }
    }
    #expect(refused > Self.count / 2)
    #expect(refused + held == Self.count)
  }
}
