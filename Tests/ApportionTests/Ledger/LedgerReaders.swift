import Apportion
import Foundation

/// All that the program does with a run that is there.
enum LedgerReader: String, CaseIterable {
  case verify, report, export, coalitions, resume

  /// What a person is told, or nil where there is nothing to complain of.
  ///
  /// - Throws: an error that the program would take for a fault of its own.
  func complaint(of path: String) async throws -> String? {
    do {
      try await read(path)
      return nil
    } catch {
      guard Self.isExpected(error) else { throw error }
      return "\(error)".replacing(path, with: "run")
    }
  }

  private func read(_ path: String) async throws {
    switch self {
    case .verify:
      let verification = try Verification(path: path)
      if let fault = verification.endFault { throw LedgerError.broken(path: path, fault) }
      let faults = try verification.fileFaults()
      guard faults.isEmpty else { throw ForeignFiles(path: path, faults: faults) }
    case .report: _ = try await Report(of: path)
    case .export:
      let export = try Export([path])
      for format in Export.Format.allCases { _ = export.text(format) }
    case .coalitions:
      let run = try StoredRun(path: path)
      _ = try run.coalitionTable(utility: run.configuration().utility)
    case .resume:
      let (experiment, directory) = try Experiment.resuming(path)
      _ = try await experiment.run(threads: 1, into: directory, drawing: false)
    }
  }

  /// Whether the program ends with 64, 65, 66 or 73 on it.
  private static func isExpected(_ error: any Error) -> Bool {
    error is LedgerError || error is DatabaseError || error is StoreError || error is ConfigError
      || error is ForeignFiles || error is CoalitionTableError || error is DataError
      || error is InvalidSetting || error is PartitionError || error is UnknownClient
      || error is SimulationError || error is ReconstructionError || error is ValuationError
      || error is AggregationError
  }
}
