import ApportionPrimitives

/// An error in the data, with its file and position, the value, and what to change.
public enum DataError: Error, Hashable, Sendable {
  case missingFile(path: String, looked: [String])
  case unreadable(path: String, reason: String)
  case largeFile(path: String, limit: Int)
  case badIDXHeader(path: String, found: UInt32, expected: UInt32, what: String)
  case truncated(path: String, expected: Int, found: Int)
  case trailingBytes(path: String, expected: Int)
  case countMismatch(images: Int, labels: Int, folder: String)
  case sizeMismatch(path: String, found: Int, expected: Int)
  case labelOutOfRange(path: String, item: Int, label: Int, classes: Int)
  case emptyFile(path: String)
  case tooManyFields(path: String, limit: Int)
  case otherDelimiter(path: String, delimiter: String, found: String)
  case raggedRow(place: Place, found: Int, expected: Int)
  case columnsMiscounted(place: Place, found: Int, named: Int)
  case notANumber(place: Place, value: String)
  case missingLabel(place: Place)
  case missingSite(place: Place)
  case unknownLabel(place: Place, label: String, known: [String])
  case notText(place: Place)
  case unclosedQuote(place: Place)
  case textAfterQuote(place: Place)
  /// `isHeaderDoubtful` if column names are numbers, as in a file without a header.
  case unknownColumn(String, path: String, known: [String], isHeaderDoubtful: Bool)
  case columnNumberOutOfRange(Int, path: String, columns: Int)
  case repeatedColumn(String, path: String, first: Int, second: Int)
  case headersDiffer(path: String, first: String, missing: [String], extra: [String])
  case tooFewClasses(found: [String])
  case nothingToFit(column: String)
  /// `widest` is the categorical column with the most distinct values, or nil if there is none.
  case tooManyFeatures(columns: Int, examples: Int, limit: Int, widest: String?, levels: Int)
  /// `limit` is the number of training examples to which the config limits the data, or nil for all.
  case emptyPart(part: String, examples: Int, limit: Int?)
  case untrainedClass(String, examples: Int, limit: Int?)
  case emptyClass(String)
  case noFiles
  case noFeatures

  /// The position of a field in a text file.
  ///
  /// Lines and columns count from 1.
  public struct Place: Hashable, Sendable {
    /// The path of the file.
    public var path: String
    /// The line in which the record of the field starts.
    public var line: Int
    /// The column of the field: its name, or its number if the names are not known yet.
    public var column: String

    /// The position of a field.
    public init(path: String, line: Int, column: String) {
      (self.path, self.line, self.column) = (path, line, column)
    }
  }

  /// Whether the error is a missing file.
  public var isMissingInput: Bool {
    if case .missingFile = self { true } else { false }
  }
}

extension DataError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .missingFile(let path, let looked):
      if !looked.isEmpty {
        "\(path): no such file; looked for \(looked.joined(separator: ", "))"
      } else {
        "\(path): no such file; \(pathAdvice(for: path))"
      }
    case .unreadable(let path, let reason):
      "\(path): cannot be read: \(reason)"
    case .largeFile(let path, let limit):
      """
      \(path): its uncompressed size exceeds the limit of \(shownBytes(Double(limit))); leave out rows \
      or columns, or split the file
      """
    case .badIDXHeader(let path, let found, let expected, let what):
      """
      \(path): starts with \(hex(found)), but IDX \(what) start with \(hex(expected)); \
      is it another kind of file?
      """
    case .truncated(let path, let expected, let found):
      "\(path): ends after \(found) of \(expected) bytes; fetch the file again"
    case .trailingBytes(let path, let expected):
      "\(path): has more than the \(expected) bytes that its header declares; fetch the file again"
    case .countMismatch(let images, let labels, let folder):
      "\(folder): \(counted(images, "image")) but \(counted(labels, "label")); the files do not belong together"
    case .sizeMismatch(let path, let found, let expected):
      "\(path): images of \(counted(found, "pixel")), but the training images have \(expected)"
    case .labelOutOfRange(let path, let item, let label, let classes):
      """
      \(path): label \(item) is \(label), but `classes` is \(classes), so labels must be from 0 to \
      \(classes - 1); raise `classes` or correct the file
      """
    case .emptyFile(let path):
      "\(path): holds no examples"
    case .tooManyFields(let path, let limit):
      "\(path): has more than the limit of \(limit) fields; leave out rows or columns"
    case .otherDelimiter(let path, let delimiter, let found):
      """
      \(path): its first line does not contain the delimiter \(delimiter.debugDescription), but \
      contains \(found.debugDescription); write `delimiter: \(found.debugDescription)`
      """
    case .raggedRow(let place, let found, let expected):
      """
      \(place.path):\(place.line): has \(counted(found, "field")), but the first row has \
      \(expected)
      """
    case .columnsMiscounted(let place, let found, let named):
      "\(place.path):\(place.line): has \(counted(found, "field")), but `columns` names \(named)"
    case .notANumber(let place, let value):
      """
      \(place): "\(value)" is not a number; \(advice(forNumber: value))
      """
    case .missingLabel(let place):
      "\(place): the label is missing; remove the row, or remove the field's value from `missing`"
    case .missingSite(let place):
      "\(place): the site is missing; remove the row, or remove the field's value from `missing`"
    case .unknownLabel(let place, let label, let known):
      """
      \(place): the label "\(label)" is not listed in `classes`, which contains: \
      \(known.joined(separator: ", "))
      """
    case .notText(let place):
      "\(place): is not UTF-8; save the file as UTF-8"
    case .unclosedQuote(let place):
      "\(place): the quote that opens here is never closed"
    case .textAfterQuote(let place):
      "\(place): text follows the closing quote; double the quotes within a quoted field"
    case .unknownColumn(let name, let path, let known, let isHeaderDoubtful):
      """
      \(path): has no column "\(name)"\(nearestHint(to: name, among: known)); it has: \
      \(listed(known, most: 100))\(isHeaderDoubtful ? headerAdvice : "")
      """
    case .columnNumberOutOfRange(let number, let path, let columns):
      "\(path): has no column \(number); its columns are numbered from 1 to \(columns)"
    case .repeatedColumn(let name, let path, let first, let second):
      """
      \(path): columns \(first) and \(second) are both called "\(name)"; rename one of \
      them\(Double(field: name) == nil ? "" : headerAdvice)
      """
    case .headersDiffer(let path, let first, let missing, let extra):
      """
      \(path): has other columns than \(first): \(difference(missing, extra)); all files need the \
      same columns, in any order
      """
    case .tooFewClasses(let found):
      """
      the labels make \(counted(found.count, "class", "classes")) \
      (\(found.joined(separator: ", "))), but a model needs at least 2
      """
    case .nothingToFit(let column):
      "column \(column): its value is missing in every training example; list the column in `ignore`"
    case .tooManyFeatures(let columns, let examples, let limit, let widest, let levels):
      """
      \(counted(columns, "feature column")) of \(counted(examples, "example")) take \
      \(shownBytes(4 * Double(columns) * Double(examples))), but at most \(shownBytes(Double(limit))) \
      are allowed; \(widest.map { advice(forCategories: levels, of: $0) } ?? "leave out columns or rows")
      """
    case .emptyPart(let part, let examples, let limit):
      """
      \(thereAre(examples, "example")), but none is left for \(part); \
      \(limit.map(advice(forLimit:)) ?? "change `validation` or `test`")
      """
    case .untrainedClass(let name, let examples, let limit):
      """
      class \(name): it has \(counted(examples, "example")), but none is left for training; \
      \(limit.map(advice(forLimit:)) ?? "hold out less, merge the class with another, or leave it out")
      """
    case .emptyClass(let name):
      "class \(name): no example has a label of this class; correct `classes`"
    case .noFiles:
      "`files` is empty; name at least one CSV file"
    case .noFeatures:
      "no column is left as a feature; list fewer in `ignore`"
    }
  }

  private func hex(_ value: UInt32) -> String {
    let digits = String(value, radix: 16)
    return "0x" + String(repeating: "0", count: 8 - digits.count) + digits
  }
}

extension DataError.Place: CustomStringConvertible {
  public var description: String { "\(path):\(line): column \(column)" }
}

private let headerAdvice =
  "; if the first row is an example, write `header: false` and name columns by number"

private func advice(forNumber value: String) -> String {
  let parts = value.split(separator: ",", omittingEmptySubsequences: false)
  return parts.count == 2 && Double(field: parts.joined(separator: ".")) != nil
    ? "write decimals with a point"
    : "list the column in `categorical` or `ignore`, or the value in `missing`"
}

private func advice(forCategories levels: Int, of column: String) -> String {
  """
  the categorical column "\(column)" has \(counted(levels, "distinct value")), each of which becomes a \
  feature column; list it in `ignore`, or group its values
  """
}

private func advice(forLimit limit: Int) -> String {
  "raise `limit`, which keeps only the first \(counted(limit, "training image"))"
}

private func difference(_ missing: [String], _ extra: [String]) -> String {
  [("lacks", missing), ("also has", extra)].filter { !$0.1.isEmpty }
    .map { "it \($0) \(listed($1, most: 10))" }.joined(separator: ", and ")
}

/// At most `most` of the names, with the number of the others: "a, b and 3 more".
func listed(_ names: [String], most: Int) -> String {
  let shown = names.prefix(most).joined(separator: ", ")
  return names.count > most ? "\(shown) and \(names.count - most) more" : shown
}
