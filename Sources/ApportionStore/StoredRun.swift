public import ApportionPrimitives
public import ApportionReconstruction
public import ApportionSimulation
import ApportionValuation
import Foundation

/// A finished run, read back from its ledger.
///
/// The ledger is fully checked: one whose hashes do not match is an error that names the round and the part.
public struct StoredRun: Hashable, Sendable {
  /// The path that it was read from.
  public let path: String
  /// What the run started with.
  public let header: LedgerHeader
  /// The configs with which the run was extended, in order.
  public let extensions: [LedgerExtension]
  /// All rounds, in order.
  public let rounds: [LedgerRound]
  /// The segments in which the rounds were computed.
  public let segments: [Segment]
  /// The hash of the ledger's last link.
  public let hash: Digest

  /// Reads a run.
  ///
  /// - Parameter path: the run's folder, relative to the working directory.
  /// - Throws: ``StoreError`` if there is no finished run, ``LedgerError`` or ``DatabaseError`` if the ledger
  ///   cannot be read or has a fault.
  /// - Cost: one pass over the ledger.
  public init(path: String) throws {
    let file = URL(filePath: path).appending(path: ledgerName).relativePath
    guard FileManager.default.fileExists(atPath: file) else { throw StoreError.noRun(path: path) }
    try self.init(Ledger(opening: file, writing: false), path: path)
  }

  /// Reads a run from an open ledger.
  ///
  /// - Parameters:
  ///   - ledger: opened for reading.
  ///   - path: the run's folder.
  /// - Throws: ``StoreError`` if the run is not finished.
  package init(_ ledger: Ledger, path: String) throws {
    guard ledger.isFinished, ledger.roundCount > 0 else {
      throw StoreError.unfinished(
        path: path, rounds: ledger.roundCount, isAccount: ledger.header.isOfRecordedRounds)
    }
    self.path = path
    (header, extensions) = (ledger.header, ledger.extensions)
    rounds = try (0..<ledger.roundCount).map { try ledger.round($0 + 1) }
    (segments, hash) = (ledger.segments, ledger.lastHash)
  }

  /// The config in force: that of the last extension, or the header's.
  public var config: String { extensions.last?.config ?? header.config }

  /// The clients of the federation, in the order of their ids.
  public var clients: [ClientRecord] { header.parties.map(\.client) }

  /// The rows of `contributions.csv`.
  package var contributionRows: [ContributionRow] {
    var totals = TotalAccount(clientCount: clients.count)
    for round in rounds { totals.add(round.account) }
    let names = clients.map(\.name)
    return rounds.flatMap { $0.account.rows(names: names) } + totals.rows(names: names)
  }

  /// The value of each client in each round.
  ///
  /// - Parameters:
  ///   - method: the method's catalog id.
  ///   - utility: the utility that the values are measured by.
  /// - Returns: values [rounds][clients], 0 for clients that did not take part.
  /// - Throws: ``StoreError/unasked(path:method:utility:)`` if the run has no such values.
  public func values(method: String, utility: Utility) throws -> [[Double]] {
    try rounds.map { round in
      let entry = round.account.entries.first { $0.method == method && $0.utility == utility }
      guard let entry else {
        throw StoreError.unasked(path: path, method: method, utility: utility.rawValue)
      }
      var values = [Double](repeating: 0, count: header.parties.count)
      for (client, value) in zip(round.account.clients, entry.attribution.values) {
        values[client] = value
      }
      return values
    }
  }
}
