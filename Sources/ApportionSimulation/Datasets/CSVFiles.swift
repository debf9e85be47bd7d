public import ApportionPrimitives

/// Examples in CSV files, one row each.
///
/// Each file is a site named after the file, unless `site` names a column. All files have the same
/// columns, in any order. Settings refer to a column by its name or by its number in the first file,
/// counting from 1. Columns in `categorical` become indicator columns, columns in `ignore` are left
/// out, and all others must be numbers. A field that is empty or equals an entry of `missing` is a
/// missing value.
public struct CSVFiles: DatasetSource {
  public static let id = "csv"
  public static let summary = "CSV files of your own; several files are several sites"

  /// The folder of the files, relative to the working directory.
  public var folder = "."
  /// The files, relative to `folder` unless their paths begin with a slash.
  public var files: [String] = []
  /// Whether the first row of each file names the columns.
  public var header = true
  /// The names of the columns of files without a header, in order; empty to use column numbers.
  public var columns: [String] = []
  /// The separator of the fields: one ASCII character.
  public var delimiter = ","
  /// The column with the class of each example.
  public var label = "label"
  /// For each class, the labels that belong to it; empty if every label is a class of its own.
  public var classes: [[String]] = []
  /// The columns that become indicator columns.
  public var categorical: [String] = []
  /// The columns that are left out.
  public var ignore: [String] = []
  /// The column with the site of each example; empty if each file is a site.
  public var site = ""
  /// The field values that mean a missing value.
  ///
  /// Entries that are numbers match all fields with an equal number.
  public var missing: [String] = ["?", "NA"]
  /// The replacement of missing numbers.
  public var impute = Preparation.Imputation.mean
  /// Whether numbers are shifted and scaled to mean 0 and standard deviation 1.
  public var standardize = true
  /// The fraction of the examples on which utilities are measured.
  public var validation = 0.2
  /// The fraction of the examples on which accuracy is reported.
  public var test = 0.2

  public init() {}

  /// A source that reads the given files, with default values for the other settings.
  public init(folder: String = ".", files: [String], label: String = "label") {
    (self.folder, self.files, self.label) = (folder, files, label)
  }

  public var preparation: Preparation { Preparation(imputation: impute, standardize: standardize) }
  public var holdout: Holdout { Holdout(validation: validation, test: test) }

  public func validate() throws {
    let isOneCharacter = delimiter.count == 1 && delimiter.utf8.count == 1
    try InvalidSetting.check(
      "delimiter", "\"\(delimiter)\"", isOneCharacter && !["\"", "\n", "\r"].contains(delimiter),
      mustBe: "one ASCII character other than a quote or a line end")
    try InvalidSetting.check(
      "columns", columns, columns.isEmpty || !header, mustBe: "empty if `header` is true")
    try InvalidSetting.check(
      "classes", classes, classes.isEmpty || classes.count >= 2 && !classes.contains([]),
      mustBe: "empty, or at least two lists of labels")
    try InvalidSetting.check(
      "classes", classes,
      Set(classes.joined().map(canonical)).count == classes.joined().count,
      mustBe: "lists in which no label appears twice")
    try InvalidSetting.check(
      "files", files, Set(files).count == files.count, mustBe: "a list of files, each named once")
    try holdout.validate()
  }

  public var paths: [String] { files.map { joined(folder, $0) } }

  public func resolvingPaths(against folder: String) -> CSVFiles {
    var resolved = self
    resolved.folder = joined(folder, self.folder)
    return resolved
  }

  public func load(using stream: RandomStream) throws -> Table {
    try validate()
    guard !files.isEmpty else { throw DataError.noFiles }
    let sheets = try paths.map { try Sheet(path: $0, source: self) }
    return try CSVTable(
      sheets: try sheets.map { try $0.ordered(like: sheets[0]) }, source: self
    ).table()
  }
}

/// One CSV file, read and split into fields.
struct Sheet {
  let reader: CSVReader
  /// The names of the columns, from the header or the config; the column number if it has no name.
  private(set) var names: [String]
  private(set) var rows: [CSVReader.Record]
  /// The columns that the header leaves without a name.
  private(set) var unnamed: Set<String> = []
  private let hasHeader: Bool

  init(path: String, source: CSVFiles) throws {
    reader = CSVReader(path: path, delimiter: source.delimiter.first ?? ",")
    hasHeader = source.header
    var records = try reader.records()
    guard let first = records.first else { throw DataError.emptyFile(path: path) }
    if source.header {
      names = first.fields.enumerated().map { $1.isEmpty ? "\($0 + 1)" : $1 }
      // pandas gives this name to an unnamed index column when it reads a table and writes it again.
      unnamed = Set(zip(names, first.fields).filter { $1.isEmpty || $1 == "Unnamed: 0" }.map(\.0))
      records.removeFirst()
      guard !records.isEmpty else { throw DataError.emptyFile(path: path) }
    } else if source.columns.isEmpty {
      names = first.fields.indices.map { "\($0 + 1)" }
    } else {
      guard source.columns.count == first.fields.count else {
        throw DataError.columnsMiscounted(
          place: reader.place(first.line, ""), found: first.fields.count,
          named: source.columns.count)
      }
      names = source.columns
    }
    var positions: [String: Int] = [:]
    for (position, name) in names.enumerated() {
      if let first = positions.updateValue(position, forKey: name) {
        throw DataError.repeatedColumn(name, path: path, first: first + 1, second: position + 1)
      }
    }
    rows = records
  }

  /// This sheet with its columns in the order of the columns of `first`.
  ///
  /// - Throws: ``DataError`` with the columns that only one of the two sheets has.
  func ordered(like first: Sheet) throws -> Sheet {
    guard names != first.names else { return self }
    let (own, others) = (Set(names), Set(first.names))
    let missing = first.names.filter { !own.contains($0) }
    let extra = names.filter { !others.contains($0) }
    guard missing.isEmpty, extra.isEmpty else {
      throw DataError.headersDiffer(
        path: reader.path, first: first.reader.path, missing: missing, extra: extra)
    }
    let positions = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
    let order = first.names.compactMap { positions[$0] }
    var ordered = self
    ordered.names = first.names
    ordered.rows = rows.map { row in
      CSVReader.Record(fields: order.map { row.fields[$0] }, line: row.line)
    }
    return ordered
  }

  /// The column names that are numbers, which suggests that the header is an example.
  ///
  /// Empty if there is no header, or if the numbers are consecutive and only count the columns.
  var numbersInHeader: [String] {
    guard hasHeader else { return [] }
    let numbers = names.filter { Double(field: $0) != nil && !unnamed.contains($0) }
    let whole = numbers.compactMap { Int($0) }
    let isCounting =
      whole.count == numbers.count
      && zip(whole, whole.dropFirst()).allSatisfy { $0 < .max && $0 + 1 == $1 }
    return isCounting ? [] : numbers
  }

  /// The position of a column given by name, or by number counting from 1.
  func column(_ reference: String) throws -> Int {
    if let position = names.firstIndex(of: reference) { return position }
    guard let number = Int(reference) else {
      throw DataError.unknownColumn(
        reference, path: reader.path, known: names, isHeaderDoubtful: !numbersInHeader.isEmpty)
    }
    guard (1...names.count).contains(number) else {
      throw DataError.columnNumberOutOfRange(number, path: reader.path, columns: names.count)
    }
    return number - 1
  }
}
