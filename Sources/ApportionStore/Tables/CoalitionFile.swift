import ApportionPrimitives
import ApportionSimulation
public import ApportionValuation
import Foundation

/// Coalitions and their utilities as a CSV file holds them.
///
/// The file has one of these headers, its columns in any order, and a row for each coalition in any
/// order:
///
/// - `coalition,utility`: a coalition is a whole number whose bit p is set where player p takes part.
/// - `members,utility`: a coalition is its players' names with `+` between them, empty for the empty
///   coalition. Players are numbered in alphabetical order, numbers in names by their size.
/// - `coalition,members,utility`: both, the names in the order of the players' numbers.
///
/// Blanks around names are dropped. In a name, `\+` stands for a plus, `\\` for a backslash, and a
/// backslash before a blank keeps the blank.
public struct CoalitionFile: Hashable, Sendable {
  /// The players' names, or nil where the file numbers them.
  public let players: [String]?
  private let utilities: Utilities

  enum Utilities: Hashable, Sendable {
    case complete(CoalitionTable)
    case partial(PartialTable)
  }

  /// The table where the file has all coalitions, or nil.
  public var complete: CoalitionTable? {
    guard case .complete(let table) = utilities else { return nil }
    return table
  }

  /// What the file has.
  public var table: PartialTable {
    switch utilities {
    case .complete(let table): PartialTable(table)
    case .partial(let table): table
    }
  }

  /// The most players that a file may tell of by numbers.
  static let mostNumbered = 128
  /// Utilities beyond are refused, because their squares and sums would overflow.
  static let largestUtility = 1e100

  /// Reads a file.
  ///
  /// - Parameter path: the file, taken from the working directory.
  /// - Throws: `DataError` where the file is missing or is no CSV, and ``TableFileError`` where it is not
  ///   a table of coalitions.
  public init(contentsOf path: String) throws {
    guard FileManager.default.fileExists(atPath: path) else {
      throw DataError.missingFile(path: path, looked: [])
    }
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw DataError.unreadable(path: path, reason: "it may not be opened")
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

  /// Where the file has what.
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

/// What is wrong with a table of utilities.
public struct TableFileError: Error, Hashable, CustomStringConvertible {
  public let path: String
  /// Counting from 1; nil where the file as a whole is meant.
  public let line: Int?
  public let problem: String

  public var description: String { "\(path)\(line.map { ":\($0)" } ?? ""): \(problem)" }
}
