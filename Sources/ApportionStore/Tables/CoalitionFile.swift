import ApportionPrimitives
import ApportionSimulation
public import ApportionValuation
import Foundation

/// Coalitions and their utilities, read from a CSV file.
///
/// The file has one of these headers, with its columns in any order, and a row for each coalition in any
/// order:
///
/// - `coalition,utility`: a coalition is a whole number whose bit p is set if player p is a member.
/// - `members,utility`: a coalition is its players' names with `+` between them, empty for the empty
///   coalition. Players are numbered in alphabetical order, with numbers in names ordered by their size.
/// - `coalition,members,utility`: both, with the names in the order of the players' numbers.
///
/// Blanks around names are dropped. In a name, `\+` is a plus, `\\` is a backslash, and a backslash before a
/// blank keeps the blank.
public struct CoalitionFile: Hashable, Sendable {
  /// The players' names; nil if the file uses numbers.
  public let players: [String]?
  private let utilities: Utilities

  enum Utilities: Hashable, Sendable {
    case complete(CoalitionTable)
    case partial(PartialTable)
  }

  /// The table, if the file has all coalitions; otherwise nil.
  public var complete: CoalitionTable? {
    guard case .complete(let table) = utilities else { return nil }
    return table
  }

  /// The table of the coalitions in the file.
  public var table: PartialTable {
    switch utilities {
    case .complete(let table): PartialTable(table)
    case .partial(let table): table
    }
  }

  /// The maximum number of players that a file can identify by numbers.
  static let mostNumbered = 128
  /// The largest magnitude of a utility; larger ones are refused, because their squares and sums would
  /// overflow.
  static let largestUtility = 1e100

  /// Reads a file.
  ///
  /// - Parameter path: the file, relative to the working directory.
  /// - Throws: `DataError` if the file is missing or is not CSV, and ``TableFileError`` if it is not a table
  ///   of coalitions.
  public init(contentsOf path: String) throws {
    guard FileManager.default.fileExists(atPath: path) else {
      throw DataError.missingFile(path: path, looked: [])
    }
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw DataError.unreadable(path: path, reason: "it cannot be opened")
    }
    var columns: Columns?
    var rows = CoalitionRows(path: path)
    try CSVReader(path: path, delimiter: ",").forEachRecord(in: Array(bytes)) { record in
      guard let columns else { return columns = try Columns(record, path: path) }
      let field = { (column: Int?) in column.map { record.fields[$0] } }
      try rows.add(
        number: field(columns.coalition), members: field(columns.members),
        utility: record.fields[columns.utility], line: record.line)
    }
    guard columns != nil else { throw Columns.missing(path: path) }
    (players, utilities) = try rows.contents()
  }

  /// The positions of the columns.
  private struct Columns {
    var coalition: Int?
    var members: Int?
    var utility = 0

    private static let expected =
      "coalition,utility or members,utility or coalition,members,utility"

    static func missing(path: String) -> TableFileError {
      TableFileError(
        path: path, line: nil, problem: "the file is empty; it needs a header: \(expected)")
    }

    init(_ header: CSVReader.Record, path: String) throws(TableFileError) {
      let names = header.fields
      coalition = names.firstIndex(of: "coalition")
      members = names.firstIndex(of: "members")
      guard Set(names).count == names.count, let utility = names.firstIndex(of: "utility"),
        coalition != nil || members != nil,
        names.count == 1 + [coalition, members].compactMap(\.self).count
      else {
        let found = names.map { "\"\($0)\"" }.joined(separator: ", ")
        throw TableFileError(
          path: path, line: header.line,
          problem: "the header is \(found), but must be \(Self.expected)")
      }
      self.utility = utility
    }
  }
}

/// An error in a table of utilities.
public struct TableFileError: Error, Hashable, CustomStringConvertible {
  /// The path of the file.
  public let path: String
  /// The line, counting from 1; nil if the error concerns the file as a whole.
  public let line: Int?
  /// What is wrong, in words.
  public let problem: String

  public var description: String { "\(path)\(line.map { ":\($0)" } ?? ""): \(problem)" }
}
