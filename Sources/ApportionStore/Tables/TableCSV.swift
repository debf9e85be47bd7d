public import ApportionValuation
import Foundation

/// The utilities of all coalitions as text, as `CoalitionFile` reads it.
///
/// Numbers are written with 17 significant digits, which is enough to read back the same bits.
extension CoalitionTable {
  /// Reads a table that has all coalitions of its players.
  ///
  /// - Parameter path: the file, taken from the working directory.
  /// - Throws: what `CoalitionFile/init(contentsOf:)` throws, and `TableFileError` where a coalition
  ///   is missing.
  public init(contentsOf path: String) throws {
    let file = try CoalitionFile(contentsOf: path)
    guard let complete = file.complete else {
      let table = file.table
      let missing = table.missing(limit: 1).map(\.description).joined()
      throw TableFileError(
        path: path, line: nil,
        problem: """
          lacks the coalition of players \(missing); it has \(table.coalitions.count) of the \
          \(coalitionCount(of: table.playerCount)) coalitions of \(table.playerCount) players
          """)
    }
    self = complete
  }

  /// The table with the columns `coalition,utility`, the empty coalition first and the grand one last.
  public var csv: String {
    worths.indices.reduce(into: "coalition,utility\n") {
      $0 += "\($1),\(fullPrecision(worths[$1]))\n"
    }
  }

  /// The table with the columns `coalition,members,utility`.
  ///
  /// - Parameter players: their names, one per player. The number of a player stands behind a name that
  ///   others have, too.
  /// - Returns: the text.
  public func csv(players: [String]) -> String {
    precondition(
      players.count == playerCount, "\(players.count) names are not those of \(playerCount) players"
    )
    let counts = players.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
    let names = players.enumerated().map { player, name in
      MemberList.escaped(counts[name] == 1 && !name.isEmpty ? name : "\(name) (\(player))")
    }
    return worths.indices.reduce(into: "coalition,members,utility\n") { text, set in
      let members = Coalition(index: set).map { names[$0] }.joined(separator: "+")
      text +=
        "\(set),\(members.isEmpty ? "" : quoted(members)),\(fullPrecision(worths[set]))\n"
    }
  }

  /// Writes the table with the columns `coalition,utility`.
  ///
  /// - Parameter path: the file, taken from the working directory; one that is there is replaced.
  /// - Throws: what the system says.
  public func write(to path: String) throws {
    try WholeFile.write(Data(csv.utf8), to: URL(filePath: path), special: .written)
  }
}

/// 2ⁿ in digits, or as a power where those are many.
package func coalitionCount(of players: Int) -> String {
  players <= 30 ? "\(1 << players)" : "2^\(players)"
}
