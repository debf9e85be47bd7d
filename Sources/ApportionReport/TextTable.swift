/// Columns of text, padded to their widths on a terminal.
package struct TextTable {
  package enum Alignment { case left, right }

  private let columns: [(title: String, alignment: Alignment)]
  private var rows: [[String]] = []

  package init(_ columns: [(title: String, alignment: Alignment)]) { self.columns = columns }

  package mutating func add(_ row: [String]) {
    precondition(row.count == columns.count, "a row needs \(columns.count) fields")
    rows.append(row.map(\.printable))
  }

  /// Formats the table, with its header underlined, and without blanks at the ends of lines.
  ///
  /// If it is too wide, text is wrapped. If that does not suffice, columns are moved below the others, each
  /// time repeating those that identify the row: the first column of text and the columns before it.
  ///
  /// - Parameter width: the largest number of terminal cells per line, or nil for no limit.
  /// - Returns: its lines.
  package func text(width: Int? = nil) -> String {
    let natural = columns.indices.map(naturalWidth)
    guard let width else { return text(of: Array(columns.indices), natural) }
    let least = columns.indices.map(leastWidth)
    return bands(least, width).map { band in
      text(of: band, shrunk(band.map { natural[$0] }, to: width, least: band.map { least[$0] }))
    }.joined(separator: "\n")
  }

  /// Groups of columns that are shown side by side.
  private func bands(_ least: [Int], _ width: Int) -> [[Int]] {
    let firstText = columns.firstIndex { $0.alignment == .left } ?? 0
    let names = Array(0...firstText)
    let namesWidth = Self.width(of: names.map { least[$0] })
    var (bands, used) = ([names], namesWidth)
    for column in columns.indices.dropFirst(names.count) {
      let needed = Self.gap + least[column]
      if used + needed > width, bands[bands.count - 1].count > names.count {
        bands.append(names)
        used = namesWidth
      }
      bands[bands.count - 1].append(column)
      used += needed
    }
    return bands
  }

  /// Widths that fit, by reducing the widest until all fit or none can be reduced.
  private func shrunk(_ natural: [Int], to width: Int, least: [Int]) -> [Int] {
    var widths = natural
    while Self.width(of: widths) > width {
      let candidates = widths.indices.filter { widths[$0] > least[$0] }
      guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
      widths[widest] -= 1
    }
    return widths
  }

  private static let gap = 2

  private static func width(of widths: [Int]) -> Int {
    widths.reduce(0, +) + gap * (widths.count - 1)
  }

  private func naturalWidth(_ column: Int) -> Int {
    rows.map { $0[column].displayWidth }.reduce(columns[column].title.displayWidth, max)
  }

  /// Figures are never broken; text is broken only if its column would be wider than a few words.
  private func leastWidth(_ column: Int) -> Int {
    let title = columns[column].title.split(separator: " ").map { String($0).displayWidth }
    let fields = rows.map { $0[column].displayWidth }.reduce(0, max)
    let enough = columns[column].alignment == .left ? min(fields, 16) : fields
    return title.reduce(enough, max)
  }

  private func text(of columns: [Int], _ widths: [Int]) -> String {
    let header = columns.map { self.columns[$0].title }
    let rule = widths.map { String(repeating: "─", count: $0) }
    return ([header, rule] + rows.map { row in columns.map { row[$0] } }).map { row in
      let cells = zip(row, widths).map { $0.wrapped(to: $1) }
      return (0..<(cells.map(\.count).max() ?? 0)).map { line in
        zip(cells, zip(columns, widths)).map { cell, place in
          pad(line < cell.count ? cell[line] : "", to: place.1, self.columns[place.0].alignment)
        }.joined(separator: String(repeating: " ", count: Self.gap)).withoutBlanksAtEnd + "\n"
      }.joined()
    }.joined()
  }

  private func pad(_ field: String, to width: Int, _ alignment: Alignment) -> String {
    let blanks = String(repeating: " ", count: width - field.displayWidth)
    return alignment == .left ? field + blanks : blanks + field
  }
}
