public import ApportionReconstruction
import ApportionValuation
import Foundation

/// The values of the clients in the retraining game, stored in a folder.
///
/// `values.csv` has a row per client and utility. It is written last, completely or not at all: if a folder
/// has it, the game is finished; otherwise ``RetrainingLog`` can resume the game.
public struct StoredRetraining: Hashable, Sendable {
  /// One value per client.
  public let values: [Utility: [Double]]

  private static let header = "client,method,game,utility,value"

  /// Creates the values from one value per client for each utility.
  public init(_ values: [Utility: [Double]]) { self.values = values }

  /// Reads the values written by ``write(to:)``.
  ///
  /// - Parameter path: the folder, relative to the working directory.
  /// - Throws: `DataError` if the file is missing or is not CSV, and ``RunFileError`` if its rows are not the
  ///   values of a game.
  public init(path: String) throws {
    let file = URL(filePath: path).appending(path: "values.csv").relativePath
    let table = try RunTable(path: file, header: Self.header)
    var values: [Utility: [Double]] = [:]
    for row in table.rows {
      try row.require(row["method"] == Shapley.id, "method", "is not \(Shapley.id)")
      try row.require(row["game"] == RetrainingGame.id, "game", "is not \(RetrainingGame.id)")
      let utility = try row.parse("utility", "a utility") { Utility(rawValue: $0) }
      let due = values[utility]?.count ?? 0
      try row.require(row.whole("client") == due, "client", "is not client \(due), which is next")
      values[utility, default: []].append(try row.number("value"))
    }
    let counts = Utility.allCases.map { values[$0]?.count ?? 0 }
    guard let count = counts.first, count > 0, counts.allSatisfy({ $0 == count }) else {
      throw RunFileError(
        path: file, line: nil,
        problem: "has \(counts.map(String.init).joined(separator: " and ")) values of its utilities"
      )
    }
    self.values = values
  }

  /// Writes the values into the game's folder.
  ///
  /// - Parameter path: the folder, relative to the working directory.
  /// - Throws: ``StoreError``.
  public func write(to path: String) throws {
    let folder = URL(filePath: path)
    var text = Self.header + "\n"
    for utility in Utility.allCases {
      for (client, value) in (values[utility] ?? []).enumerated() {
        text += "\(client),\(Shapley.id),\(RetrainingGame.id),\(utility.rawValue),"
        text += fullPrecision(value) + "\n"
      }
    }
    try StoreError.attempt("write values.csv in", path) {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try WholeFile.write(Data(text.utf8), to: folder.appending(path: "values.csv"))
    }
  }
}
