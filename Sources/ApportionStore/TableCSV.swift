import ApportionPrimitives
import ApportionSimulation
public import ApportionValuation
import Foundation

/// The worths of all coalitions as text: `coalition,utility`, a row for each of *2ⁿ* coalitions.
///
/// A coalition is a whole number whose bit p is set where player p takes part, player 0 having the
/// lowest. Rows may come in any order. Numbers are written with 17 significant digits, which is enough
/// to read back the same bits.
extension CoalitionTable {
  /// The most players that a file may tell of, because rows double with each.
  static let largestFile = 30

  /// Reads a table.
  ///
  /// - Parameter path: the file, taken from the working directory.
  /// - Throws: `DataError` where the file is missing or is no CSV, and ``TableFileError`` where it is not
  ///   a complete table of finite worths.
  public init(contentsOf path: String) throws {
    guard FileManager.default.fileExists(atPath: path) else {
      throw DataError.missingFile(path: path, looked: [])
    }
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw DataError.unreadable(path: path, reason: "it may not be opened")
    }
    let records = try CSVReader(path: path, delimiter: ",").records(in: Array(bytes))
    func error(_ line: Int?, _ problem: String) -> TableFileError {
      TableFileError(path: path, line: line, problem: problem)
    }
    guard records.first?.fields == tableHeader else {
      throw error(1, "the columns are not \(tableHeader.joined(separator: ","))")
    }
    var rows: [Int: (worth: Double, line: Int)] = [:]
    for record in records.dropFirst() {
      let (coalition, utility) = (record.fields[0], record.fields[1])
      guard let set = UInt128(coalition) else {
        throw error(
          record.line,
          """
          the coalition "\(coalition)" is not a whole number; write 5 for players 0 and 2, the sum of \
          2^0 and 2^2
          """)
      }
      guard set < 1 << UInt128(Self.largestFile) else {
        throw error(
          record.line,
          """
          coalition \(set) has player \(127 - set.leadingZeroBitCount), but the players of a \
          complete table are 0 to \(Self.largestFile - 1); there are too many for one
          """)
      }
      guard let worth = Double(field: utility), worth.isFinite else {
        throw error(record.line, "the utility \"\(utility)\" is not a finite number")
      }
      if let first = rows.updateValue((worth, record.line), forKey: Int(set)) {
        throw error(
          record.line,
          "coalition \(set) stands here a second time, after line \(first.line); keep one")
      }
    }
    guard let largest = rows.keys.max() else { throw error(nil, "holds no coalitions") }
    guard largest > 0 else { throw error(nil, "holds nobody's worth alone; a game needs players") }
    let n = Int.bitWidth - largest.leadingZeroBitCount
    if let gap = (0..<1 << n).first(where: { rows[$0] == nil }) {
      throw error(
        nil,
        """
        lacks coalition \(gap), players \(Coalition(index: gap)); it has \(rows.count) of the \
        \(1 << n) coalitions that make a game with player \(n - 1), whom coalition \(largest) on line \
        \(rows[largest]?.line ?? 0) has
        """)
    }
    self.init(worths: (0..<1 << n).compactMap { rows[$0]?.worth })
  }

  /// The table as such a file holds it, nobody first and everybody last.
  public var csv: String {
    var text = tableHeader.joined(separator: ",") + "\n"
    for (set, worth) in worths.enumerated() { text += "\(set),\(fullPrecision(worth))\n" }
    return text
  }

  /// Writes the table.
  ///
  /// - Parameter path: the file, taken from the working directory; one that is there is replaced.
  /// - Throws: what the system says.
  public func write(to path: String) throws {
    try WholeFile.write(Data(csv.utf8), to: URL(filePath: path), special: .written)
  }
}

private let tableHeader = ["coalition", "utility"]

/// What is wrong with a table of worths.
public struct TableFileError: Error, Hashable, CustomStringConvertible {
  public let path: String
  /// Counting from 1; nil where the file as a whole is meant.
  public let line: Int?
  public let problem: String

  public var description: String { "\(path)\(line.map { ":\($0)" } ?? ""): \(problem)" }
}
