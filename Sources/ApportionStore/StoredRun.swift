public import ApportionReconstruction
public import ApportionSimulation
import Foundation

/// A finished run, read back from the folder that it left.
///
/// Nothing is taken on trust: a row that is missing, double or out of place is an error that names it.
public struct StoredRun: Hashable, Sendable {
  /// Where it was read.
  public let path: String
  public let clients: [ClientRecord]
  public let rounds: [StoredRound]
  private let contributions: StoredContributions

  /// Reads a run.
  ///
  /// - Parameter path: the run's folder, taken from the working directory.
  /// - Throws: `DataError` where a file is missing or is no CSV, and ``RunFileError`` where it is not
  ///   what a run writes.
  public init(path: String) throws {
    self.path = path
    let folder = URL(filePath: path)
    let file = { (name: String) in folder.appending(path: name).relativePath }
    clients = try RunTable(path: file("clients.csv"), header: ClientsCSV.header).clients()
    rounds = try RunTable(path: file("rounds.csv"), header: RoundsCSV.header).rounds()
    contributions = try StoredContributions(
      RunTable(path: file("contributions.csv"), header: ContributionsCSV.header),
      clients: clients.count, participants: rounds.map(\.participants))
  }

  /// What each client contributed to each round.
  ///
  /// - Parameters:
  ///   - method: its catalog id.
  ///   - utility: what models were judged by.
  /// - Returns: [rounds][clients], 0 for those that took no part.
  /// - Throws: ``RunFileError`` where the run did not ask for it.
  public func values(method: String, utility: Utility) throws -> [[Double]] {
    try contributions.values(method: method, utility: utility)
  }
}

/// How one round of a finished run went.
public struct StoredRound: Hashable, Sendable {
  /// The rule that the round used.
  public var strategy: String
  /// How many clients took part.
  public var participants: Int
  public var engine: Engine
  public var validationAccuracy: Double
  public var validationLoss: Double
  /// Nil where no examples were held out for testing.
  public var testAccuracy: Double?
  public var testLoss: Double?
}

/// What is wrong with a file of a run.
public struct RunFileError: Error, Hashable, CustomStringConvertible {
  public let path: String
  /// Counting from 1; nil where the file as a whole is meant.
  public let line: Int?
  public let problem: String

  public var description: String {
    "\(path)\(line.map { ":\($0)" } ?? ""): \(problem); remove the run's folder and run it again"
  }
}
