import ApportionPrimitives
import Foundation

/// Reads comma-separated values as defined in RFC 4180.
///
/// The text is UTF-8. Fields may be quoted; a quote inside a quoted field is doubled. Lines end in
/// LF, CRLF or CR. Empty lines are skipped, and blanks around fields are removed.
package struct CSVReader {
  package struct Record: Hashable {
    package var fields: [String]
    /// The line on which the record starts, counting from 1.
    package var line: Int

    package init(fields: [String], line: Int) {
      (self.fields, self.line) = (fields, line)
    }
  }

  /// The path of the text, for messages.
  let path: String
  let delimiter: Character

  package init(path: String, delimiter: Character) {
    (self.path, self.delimiter) = (path, delimiter)
  }

  /// The records of the file at `path`.
  ///
  /// - Throws: ``DataError`` as for ``records(in:)``, or if the first line uses another delimiter.
  func records() throws -> [Record] {
    let bytes = try contents(ofFile: path)
    if let found = otherDelimiter(in: bytes) {
      throw DataError.otherDelimiter(
        path: path, delimiter: String(delimiter), found: String(found))
    }
    return try records(in: bytes)
  }

  /// The delimiter of the first line if it is not `delimiter`, else nil.
  private func otherDelimiter(in bytes: [UInt8]) -> Character? {
    var counts: [Character: Int] = [:]
    var isQuoted = false
    for byte in bytes {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      guard !isQuoted else { continue }
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        if counts.isEmpty { continue }
        break
      }
      counts[Character(UnicodeScalar(byte)), default: 0] += 1
    }
    guard counts[delimiter] == nil else { return nil }
    let common: [Character] = [",", ";", "\t", "|"]
    return common.max { counts[$0, default: 0] < counts[$1, default: 0] }.flatMap {
      counts[$0] == nil ? nil : $0
    }
  }

  /// The largest number of fields that a file may have; each takes about 20 bytes of memory.
  static let mostFields = 100_000_000

  /// The records of a text.
  ///
  /// - Throws: ``DataError`` if there are too many fields, if a row has another number of fields than
  ///   the first, if a quote is never closed or closes before the end of its field, or if the bytes
  ///   are not UTF-8.
  package func records(in bytes: [UInt8]) throws -> [Record] {
    var records: [Record] = []
    try forEachRecord(in: bytes) { records.append($0) }
    return records
  }

  /// Calls `body` with each record in order, without storing the records.
  ///
  /// - Throws: ``DataError`` as for ``records(in:)``, and the errors of `body`.
  package func forEachRecord(in bytes: [UInt8], _ body: (Record) throws -> Void) throws {
    guard let delimiter = delimiter.asciiValue else {
      preconditionFailure("a delimiter is an ASCII character")
    }
    let fields = bytes.reduce(1) { $1 == delimiter || $1 == Scanner.newline ? $0 + 1 : $0 }
    guard fields <= Self.mostFields else {
      throw DataError.tooManyFields(path: path, limit: Self.mostFields)
    }
    var scanner = Scanner(bytes: bytes, delimiter: delimiter)
    var width: Int?
    while let record = try scanner.next(path: path) {
      if record.fields == [""] { continue }
      if let width, width != record.fields.count {
        throw DataError.raggedRow(
          place: place(record.line, ""), found: record.fields.count, expected: width)
      }
      width = record.fields.count
      try body(record)
    }
  }

  /// The number in `field`, which must be finite as a `Float`, because features are.
  ///
  /// - Throws: ``DataError`` if it is not.
  func number(_ field: String, line: Int, column: String) throws -> Double {
    guard let value = Double(field: field), Float(value).isFinite else {
      throw DataError.notANumber(place: place(line, column), value: field)
    }
    return value
  }

  func place(_ line: Int, _ column: String) -> DataError.Place {
    DataError.Place(path: path, line: line, column: column)
  }
}

/// Splits the bytes of a file into records in one pass.
private struct Scanner {
  let bytes: [UInt8]
  let delimiter: UInt8
  var position = 0
  var line = 1

  static let (newline, carriageReturn) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))
  private static let quote = UInt8(ascii: "\"")
  private static let blanks = Set("\t ".utf8)

  init(bytes: [UInt8], delimiter: UInt8) {
    (self.bytes, self.delimiter) = (bytes, delimiter)
    if bytes.starts(with: [0xef, 0xbb, 0xbf]) { position = 3 }  // a byte-order mark
  }

  mutating func next(path: String) throws -> CSVReader.Record? {
    guard position < bytes.count else { return nil }
    var record = CSVReader.Record(fields: [], line: line)
    while true {
      record.fields.append(try field(path: path, number: record.fields.count + 1))
      guard position < bytes.count else { return record }
      if skipLineEnd() { return record }
      position += 1
    }
  }

  private var isAtLineEnd: Bool {
    bytes[position] == Self.newline || bytes[position] == Self.carriageReturn
  }

  /// Skips the line end at `position`, and returns false if there is none.
  private mutating func skipLineEnd() -> Bool {
    guard isAtLineEnd else { return false }
    let isPair =
      bytes[position] == Self.carriageReturn && position + 1 < bytes.count
      && bytes[position + 1] == Self.newline
    position += isPair ? 2 : 1
    line += 1
    return true
  }

  private func text(_ bytes: some Sequence<UInt8>, at place: DataError.Place) throws -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw DataError.notText(place: place)
    }
    return text
  }

  /// Reads the field at `position`, up to the next delimiter, line end or end of the text.
  private mutating func field(path: String, number: Int) throws -> String {
    skipBlanks()
    let place = DataError.Place(path: path, line: line, column: "\(number)")
    if position < bytes.count, bytes[position] == Self.quote { return try quotedField(at: place) }
    let start = position
    while position < bytes.count, bytes[position] != delimiter, !isAtLineEnd { position += 1 }
    var end = position
    while end > start, Self.blanks.contains(bytes[end - 1]) { end -= 1 }
    return try text(bytes[start..<end], at: place)
  }

  private mutating func quotedField(at opening: DataError.Place) throws -> String {
    var content: [UInt8] = []
    position += 1
    while position < bytes.count {
      let start = position
      if skipLineEnd() {
        content += bytes[start..<position]
        continue
      }
      position += 1
      if bytes[start] != Self.quote {
        content.append(bytes[start])
      } else if position < bytes.count, bytes[position] == Self.quote {
        content.append(Self.quote)
        position += 1
      } else {
        skipBlanks()
        guard position == bytes.count || bytes[position] == delimiter || isAtLineEnd else {
          throw DataError.textAfterQuote(place: opening)
        }
        return try text(content, at: opening)
      }
    }
    throw DataError.unclosedQuote(place: opening)
  }

  private mutating func skipBlanks() {
    while position < bytes.count, bytes[position] != delimiter,
      Self.blanks.contains(bytes[position])
    {
      position += 1
    }
  }
}
