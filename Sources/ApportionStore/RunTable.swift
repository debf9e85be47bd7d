import ApportionPrimitives
import ApportionSimulation
import Foundation

/// A CSV file of a run: rows of fields that are read by column name.
struct RunTable {
  let path: String
  let rows: [Row]

  struct Row {
    fileprivate let path: String
    fileprivate let columns: [String: Int]
    fileprivate let fields: [String]
    let line: Int
  }

  /// Reads the file.
  ///
  /// - Throws: `DataError`, or ``RunFileError`` if the columns are not those of `header`.
  init(path: String, header: String) throws {
    self.path = path
    guard FileManager.default.fileExists(atPath: path) else {
      throw DataError.missingFile(path: path, looked: [])
    }
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw DataError.unreadable(path: path, reason: "it cannot be opened")
    }
    let records = try CSVReader(path: path, delimiter: ",").records(in: Array(bytes))
    let names = header.split(separator: ",").map(String.init)
    guard records.first?.fields == names else {
      throw RunFileError(path: path, line: 1, problem: "the columns are not \(header)")
    }
    let columns = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    rows = records.dropFirst().map {
      Row(path: path, columns: columns, fields: $0.fields, line: $0.line)
    }
  }
}

extension RunTable.Row {
  /// The field of a column, which must be in the header.
  subscript(_ column: String) -> String {
    guard let index = columns[column] else { preconditionFailure("there is no column \(column)") }
    return fields[index]
  }

  /// The field of a column, converted by `read`; throws if `read` returns nil.
  func parse<Value>(_ column: String, _ what: String, _ read: (String) -> Value?) throws -> Value {
    guard let value = read(self[column]) else { throw error(column, "is not \(what)") }
    return value
  }

  func whole(_ column: String) throws -> Int {
    try parse(column, "a whole number of at least 0") { Int($0).flatMap { $0 >= 0 ? $0 : nil } }
  }

  func number(_ column: String) throws -> Double {
    try parse(column, "a finite number") { Double(field: $0).flatMap { $0.isFinite ? $0 : nil } }
  }

  func require(_ holds: Bool, _ column: String, _ problem: String) throws {
    guard holds else { throw error(column, problem) }
  }

  private func error(_ column: String, _ problem: String) -> RunFileError {
    RunFileError(
      path: path, line: line, problem: "column \(column): \"\(self[column])\" \(problem)")
  }
}

/// An error in the content of a file that is read back.
public struct RunFileError: Error, Hashable, CustomStringConvertible {
  /// The path of the file.
  public let path: String
  /// The line, counting from 1; nil if the error concerns the file as a whole.
  public let line: Int?
  /// What is wrong, in words.
  public let problem: String

  public var description: String {
    "\(path)\(line.map { ":\($0)" } ?? ""): \(problem); remove the run's folder and run it again"
  }
}
