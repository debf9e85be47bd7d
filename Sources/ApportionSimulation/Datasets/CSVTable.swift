import ApportionPrimitives

/// Converts the sheets of a CSV source into one table, column by column.
struct CSVTable {
  let sheets: [Sheet]
  let source: CSVFiles
  private let marks: Set<String>
  private let numericMarks: Set<Double>

  init(sheets: [Sheet], source: CSVFiles) {
    (self.sheets, self.source) = (sheets, source)
    marks = Set(source.missing)
    numericMarks = Set(source.missing.compactMap { Double(field: $0) })
  }

  func table() throws -> Table {
    let first = sheets[0]
    let label = try first.column(source.label)
    let site = source.site.isEmpty ? nil : try first.column(source.site)
    let ignored = Set(try source.ignore.map(first.column) + [label] + (site.map { [$0] } ?? []))
    let categories = Set(try source.categorical.map(first.column)).subtracting(ignored)
    let kept = first.names.indices.filter { !ignored.contains($0) }
    guard !kept.isEmpty else { throw DataError.noFeatures }

    let numericColumns = kept.filter { !categories.contains($0) }
    var numeric: [Double] = []
    for (sheet, row) in rows {
      for column in numericColumns {
        let field = row.fields[column]
        let name = first.names[column]
        numeric.append(
          isMissing(field)
            ? .nan : try sheet.reader.number(field, line: row.line, column: name))
      }
    }
    let (labels, classNames) = try classes(in: label)
    var table = Table(
      numericNames: numericColumns.map { first.names[$0] }, numeric: numeric, labels: labels,
      classNames: classNames)
    table.categorical = kept.filter(categories.contains).map(categoricalColumn)
    (table.sites, table.siteNames) = try sites(in: site)
    table.notes = columnNotes(of: kept.map { first.names[$0] }) + ClassNotes(of: table).texts
    return table
  }

  /// Notes on columns that may be used as features by mistake.
  private func columnNotes(of kept: [String]) -> [String] {
    let first = sheets[0]
    // Without its folder, which differs if the run is resumed from another folder.
    let file = first.reader.path.split(separator: "/").last ?? ""
    var notes: [String] = []
    if let name = kept.first(where: first.unnamed.contains) {
      notes.append(
        """
        \(file): column \(name) has no name and is used as a feature; if it only counts the \
        rows, as an index does, leave it out with `ignore: [\(name.debugDescription)]`
        """)
    }
    let numbers = first.numbersInHeader
    if !numbers.isEmpty {
      notes.append(
        """
        \(file): the first row is read as the header, but has numbers for names: \
        \(listed(numbers, most: 5)); if it is an example, write `header: false`
        """)
    }
    return notes
  }

  private var rows: [(Sheet, CSVReader.Record)] {
    sheets.flatMap { sheet in sheet.rows.map { (sheet, $0) } }
  }

  private func isMissing(_ field: String) -> Bool {
    field.isEmpty || marks.contains(field)
      || Double(field: field).map(numericMarks.contains) == true
  }

  private func categoricalColumn(_ column: Int) -> Table.CategoricalColumn {
    let values = rows.map { isMissing($0.1.fields[column]) ? nil : canonical($0.1.fields[column]) }
    let levels = sorted(Set(values.compactMap(\.self)))
    let codes = Dictionary(uniqueKeysWithValues: zip(levels, levels.indices))
    return Table.CategoricalColumn(
      name: sheets[0].names[column], levels: levels,
      codes: values.map { $0.flatMap { codes[$0] } })
  }

  private func classes(in column: Int) throws -> (labels: [Int32], names: [String]) {
    var texts: [String] = []
    for (sheet, row) in rows {
      let field = row.fields[column]
      if isMissing(field) {
        throw DataError.missingLabel(
          place: sheet.reader.place(row.line, sheets[0].names[column]))
      }
      texts.append(canonical(field))
    }
    let groups =
      source.classes.isEmpty
      ? sorted(Set(texts)).map { [$0] } : source.classes.map { $0.map(canonical) }
    guard groups.count >= 2 else { throw DataError.tooFewClasses(found: groups.flatMap(\.self)) }
    let codes = groups.enumerated().reduce(into: [String: Int32]()) { codes, group in
      for label in group.element { codes[label] = Int32(group.offset) }
    }
    let labels = try zip(rows, texts).map { row, text in
      guard let code = codes[text] else {
        throw DataError.unknownLabel(
          place: row.0.reader.place(row.1.line, sheets[0].names[column]), label: text,
          known: groups.flatMap(\.self))
      }
      return code
    }
    let names = groups.map { $0.joined(separator: "/") }
    let held = Set(labels)
    if let empty = groups.indices.first(where: { !held.contains(Int32($0)) }) {
      throw DataError.emptyClass(names[empty])
    }
    return (labels, names)
  }

  private func sites(in column: Int?) throws -> (sites: [Int], names: [String]) {
    guard let column else {
      let sites = sheets.enumerated().flatMap { index, sheet in sheet.rows.map { _ in index } }
      let stems = sheets.map { stem($0.reader.path) }
      // Files with the same name in different folders are distinguished by their paths.
      return (sites, Set(stems).count == stems.count ? stems : source.files)
    }
    let values = try rows.map { sheet, row in
      if isMissing(row.fields[column]) {
        throw DataError.missingSite(place: sheet.reader.place(row.line, sheets[0].names[column]))
      }
      return row.fields[column]
    }
    let names = sorted(Set(values))
    let codes = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
    return (values.compactMap { codes[$0] }, names)
  }

  /// Sorts numbers by value, before all texts; sorts texts and equal numbers by their bytes.
  private func sorted(_ values: Set<String>) -> [String] {
    func amount(_ text: String) -> Double? { Double(field: text).flatMap { $0.isNaN ? nil : $0 } }
    return values.sorted { a, b in
      switch (amount(a), amount(b)) {
      case (let x?, let y?) where x != y: x < y
      case (.some, nil): true
      case (nil, .some): false
      default: a.utf8.lexicographicallyPrecedes(b.utf8)
      }
    }
  }

  /// The name of a file without `.gz` and without its extension.
  private func stem(_ path: String) -> String {
    var name = path.split(separator: "/").last ?? Substring(path)
    if name.hasSuffix(".gz") { name.removeLast(3) }
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return String(name) }
    return String(name[..<dot])
  }
}

/// The canonical form of a class or category: `1.0` becomes `1`.
///
/// Programs write the same whole number in both ways. Every other text is unchanged, because `007`,
/// `0x10`, `1.10` and numbers of twenty digits are names that only look like numbers.
func canonical(_ field: String) -> String {
  let parts = field.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
  guard let digits = parts.first, let number = Int(digits), number.magnitude < 1 << 53,
    digits == "\(number)" || digits == "-0",
    parts.dropFirst().allSatisfy({ $0.allSatisfy { $0 == "0" } })
  else { return field }
  return "\(number)"
}
