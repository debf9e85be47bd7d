/// Columns of text, padded to their widths.
struct TextTable {
  enum Alignment { case left, right }

  private let columns: [(title: String, alignment: Alignment)]
  private var rows: [[String]] = []

  init(_ columns: [(title: String, alignment: Alignment)]) { self.columns = columns }

  mutating func add(_ row: [String]) {
    precondition(row.count == columns.count, "a row needs \(columns.count) fields")
    rows.append(row)
  }

  /// The table, its header underlined, without blanks at the ends of lines.
  var text: String {
    let header = columns.map(\.title)
    let widths = columns.indices.map { column in
      ([header] + rows).map { $0[column].count }.reduce(0, max)
    }
    let rule = widths.map { String(repeating: "─", count: $0) }
    return ([header, rule] + rows).map { row in
      var line = row.indices.map { pad(row[$0], to: widths[$0], columns[$0].alignment) }
        .joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }.joined()
  }

  private func pad(_ field: String, to width: Int, _ alignment: Alignment) -> String {
    let blanks = String(repeating: " ", count: width - field.count)
    return alignment == .left ? field + blanks : blanks + field
  }
}
