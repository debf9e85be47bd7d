public import ApportionPrimitives

/// Examples in CSV files, one row each.
///
/// Several files are several sites, named after the files; they have the same columns, in any order.
/// Columns are named by their header or by their number in the first file, counting from 1. Those in `categorical` become indicator columns, those in `ignore`
/// are left out, all others must be numbers. A field that is empty or equals a mark in `missing` has
/// no value.
public struct CSVFiles: DatasetSource {
  public static let id = "csv"
  public static let summary = "CSV files of your own; several files are several sites"

  /// The folder that holds the files, taken from the working directory.
  public var folder = "."
  /// The files, taken from the folder unless their paths begin with a slash.
  public var files: [String] = []
  /// Whether the first row of each file names the columns.
  public var header = true
  /// Names for the columns of files without a header, in order; empty to go by number.
  public var columns: [String] = []
  /// What separates the fields: one ASCII character.
  public var delimiter = ","
  /// The column that holds the class of each example.
  public var label = "label"
  /// Labels that count as one class, class by class; empty when every label is a class.
  public var classes: [[String]] = []
  public var categorical: [String] = []
  public var ignore: [String] = []
  /// The column that names the site of each example, or empty when each file is a site.
  public var site = ""
  /// Marks that stand for a missing value.
  ///
  /// Marks that are numbers match equal numbers.
  public var missing: [String] = ["?", "NA"]
  public var impute = Preparation.Imputation.mean
  public var standardize = true
  public var validation = 0.2
  public var test = 0.2

  public init() {}

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
      "columns", columns, columns.isEmpty || !header, mustBe: "empty where `header` is true")
    try InvalidSetting.check(
      "classes", classes, classes.isEmpty || classes.count >= 2 && !classes.contains([]),
      mustBe: "empty, or at least two lists of labels")
    try InvalidSetting.check(
      "classes", classes,
      Set(classes.joined().map(canonical)).count == classes.joined().count,
      mustBe: "lists in which no label stands twice")
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

/// One file, read and split into fields.
struct Sheet {
  let reader: CSVReader
  /// What the columns are called: by header, by the config, or by number where they have no name.
  private(set) var names: [String]
  private(set) var rows: [CSVReader.Record]
  /// Columns of a header that gives them no name.
  private(set) var unnamed: Set<String> = []
  private let hasHeader: Bool

  init(path: String, source: CSVFiles) throws {
    reader = CSVReader(path: path, delimiter: source.delimiter.first ?? ",")
    hasHeader = source.header
    var records = try reader.records()
    guard let first = records.first else { throw DataError.emptyFile(path: path) }
    if source.header {
      names = first.fields.enumerated().map { $1.isEmpty ? "\($0 + 1)" : $1 }
      // A table that pandas has read and written again calls its index so.
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

  /// The same with its columns in the order of another sheet.
  ///
  /// - Throws: ``DataError`` that names the columns which only one of them has.
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

  /// Names in the header that are numbers, as in an example; none where they only count the columns.
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
