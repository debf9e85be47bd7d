public import ApportionValuation
import Foundation

/// Reading and writing the utilities of all coalitions as CSV text, in the format of `CoalitionFile`.
///
/// Numbers are written with 17 significant digits, which is enough to read back the same bits.
extension CoalitionTable {
  /// Reads a table that has all coalitions of its players.
  ///
  /// - Parameter path: the file, relative to the working directory.
  /// - Throws: what `CoalitionFile/init(contentsOf:)` throws, and `TableFileError` if a coalition is missing.
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

  /// The table with the columns `coalition,utility`, from the empty coalition to the grand coalition.
  public var csv: String {
    worths.indices.reduce(into: "coalition,utility\n") {
      $0 += "\($1),\(fullPrecision(worths[$1]))\n"
    }
  }

  /// The table with the columns `coalition,members,utility`.
  ///
  /// - Parameter players: the players' names, one per player. A name that several players have is followed by
  ///   the player's number.
  /// - Returns: the text.
  public func csv(players: [String]) -> String {
    precondition(
      players.count == playerCount, "there are \(players.count) names for \(playerCount) players"
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
  /// - Parameter path: the file, relative to the working directory; an existing file is replaced.
  /// - Throws: what the system reports.
  public func write(to path: String) throws {
    try WholeFile.write(Data(csv.utf8), to: URL(filePath: path), special: .written)
  }
}

/// 2ⁿ in digits, or as a power if it is large.
package func coalitionCount(of players: Int) -> String {
  players <= 30 ? "\(1 << players)" : "2^\(players)"
}
