import ApportionPrimitives

/// What is wrong with data: the file and place, the value, and what to change.
public enum DataError: Error, Hashable, Sendable {
  case missingFile(path: String, looked: [String])
  case unreadable(path: String, reason: String)
  case badIDXHeader(path: String, found: UInt32, expected: UInt32, what: String)
  case truncated(path: String, expected: Int, found: Int)
  case trailingBytes(path: String, expected: Int)
  case countMismatch(images: Int, labels: Int, folder: String)
  case sizeMismatch(path: String, found: Int, expected: Int)
  case labelOutOfRange(path: String, item: Int, label: Int, classes: Int)
  case emptyFile(path: String)
  case raggedRow(place: Place, found: Int, expected: Int)
  case columnsMiscounted(place: Place, found: Int, named: Int)
  case notANumber(place: Place, value: String)
  case missingLabel(place: Place)
  case missingSite(place: Place)
  case unknownLabel(place: Place, label: String, known: [String])
  case notText(place: Place)
  case unclosedQuote(place: Place)
  case textAfterQuote(place: Place)
  case unknownColumn(String, path: String, known: [String])
  case columnNumberOutOfRange(Int, path: String, columns: Int)
  case repeatedColumn(String, path: String, first: Int, second: Int)
  case headersDiffer(path: String, first: String)
  case tooFewClasses(found: [String])
  case nothingToFit(column: String)
  case emptyPart(part: String, examples: Int)
  case untrainedClass(String, examples: Int)
  case emptyClass(String)
  case noFiles
  case noFeatures

  /// A field of a text file.
  ///
  /// Lines and columns count from 1.
  public struct Place: Hashable, Sendable {
    public var path: String
    public var line: Int
    /// Which field of the line: its name, or its number where names are not known yet.
    public var column: String

    public init(path: String, line: Int, column: String) {
      (self.path, self.line, self.column) = (path, line, column)
    }
  }

  /// Whether the trouble is a file that is not there.
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
      } else if let nearest = nearestPath(to: path) {
        "\(path): no such file; did you mean \(nearest)?"
      } else {
        "\(path): no such file; check the path, which is taken from the working directory"
      }
    case .unreadable(let path, let reason):
      "\(path): cannot be read: \(reason)"
    case .badIDXHeader(let path, let found, let expected, let what):
      """
      \(path): starts with \(hex(found)), but IDX \(what) start with \(hex(expected)); \
      is it another kind of file?
      """
    case .truncated(let path, let expected, let found):
      "\(path): ends after \(found) of \(expected) bytes; fetch the file again"
    case .trailingBytes(let path, let expected):
      "\(path): goes on after the \(expected) bytes that its header announces; fetch it again"
    case .countMismatch(let images, let labels, let folder):
      "\(folder): \(counted(images, "image")) but \(counted(labels, "label")); the files do not belong together"
    case .sizeMismatch(let path, let found, let expected):
      "\(path): images of \(counted(found, "pixel")), but the training images have \(expected)"
    case .labelOutOfRange(let path, let item, let label, let classes):
      """
      \(path): label \(item) is \(label), but `classes` is \(classes), so that labels run from 0 to \
      \(classes - 1); raise `classes` or mend the file
      """
    case .emptyFile(let path):
      "\(path): holds no examples"
    case .raggedRow(let place, let found, let expected):
      """
      \(place.path):\(place.line): has \(counted(found, "field")), but the first row has \
      \(expected)
      """
    case .columnsMiscounted(let place, let found, let named):
      "\(place.path):\(place.line): has \(counted(found, "field")), but `columns` names \(named)"
    case .notANumber(let place, let value):
      """
      \(place): "\(value)" is not a number; list the column in `categorical` or `ignore`, or the \
      value in `missing`
      """
    case .missingLabel(let place):
      "\(place): the label is missing; remove the row, or take its mark out of `missing`"
    case .missingSite(let place):
      "\(place): the site is missing; remove the row, or take its mark out of `missing`"
    case .unknownLabel(let place, let label, let known):
      """
      \(place): the label "\(label)" is in none of the `classes`, which hold: \
      \(known.joined(separator: ", "))
      """
    case .notText(let place):
      "\(place): is not UTF-8; save the file as UTF-8"
    case .unclosedQuote(let place):
      "\(place): the quote that opens here is never closed"
    case .textAfterQuote(let place):
      "\(place): text follows the closing quote; double the quotes within a quoted field"
    case .unknownColumn(let name, let path, let known):
      """
      \(path): has no column "\(name)"\(nearestHint(to: name, among: known)); it has: \
      \(known.joined(separator: ", "))
      """
    case .columnNumberOutOfRange(let number, let path, let columns):
      "\(path): has no column \(number); its columns are numbered from 1 to \(columns)"
    case .repeatedColumn(let name, let path, let first, let second):
      "\(path): columns \(first) and \(second) are both called \"\(name)\"; rename one of them"
    case .headersDiffer(let path, let first):
      "\(path): has other columns than \(first); all files need the same columns in the same order"
    case .tooFewClasses(let found):
      """
      the labels make \(counted(found.count, "class", "classes")) \
      (\(found.joined(separator: ", "))), but a model needs at least 2
      """
    case .nothingToFit(let column):
      "column \(column): every training example misses it; list it in `ignore`"
    case .emptyPart(let part, let examples):
      "of \(counted(examples, "example")) none is left for \(part); change `validation` or `test`"
    case .untrainedClass(let name, let examples):
      """
      class \(name): of its \(counted(examples, "example")) none is left for training; hold out \
      less, or join the class with another or leave it out
      """
    case .emptyClass(let name):
      "class \(name): no example has a label of it; mend `classes`"
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
