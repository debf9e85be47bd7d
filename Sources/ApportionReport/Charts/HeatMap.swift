/// The value of each client in each round, as colours.
///
/// The colour depends on the square root of a value's ratio to the largest; otherwise later rounds would
/// all look alike. A dash in a cell marks a negative value, for prints without colour.
struct HeatMap {
  var title: String
  var note = ""
  var unit: String
  /// The rounds of each column, as text.
  var columns: [String]
  /// The numbers below columns, for those columns that have one.
  var ticks: [(column: Int, text: String)]
  var rows: [(label: String, values: [Double?])]

  private static let levels = 5.0
  /// The largest number of clients that are drawn.
  private static let most = 40

  var chart: Chart {
    let drawn = Array(rows.prefix(Self.most))
    let values = rows.flatMap { $0.values.compactMap(\.self) }
    let largest = values.reduce(0) { max($0, abs($1)) }
    let exact = Decimals(largestOf: values)
    // Never narrower than the word below the labels.
    let labelWidth = min(drawn.map { Drawing.width(of: $0.label) }.reduce(32, max), 84)
    let left = labelWidth + 6
    let (cell, height) = ((Drawing.width - left - 7) / Double(columns.count), 16.0)
    let bottom = height * Double(drawn.count) + 2
    var (drawing, dashes) = (Drawing(), "")
    for (index, row) in drawn.enumerated() {
      let y = 2 + height * Double(index)
      drawing.text(
        row.label.cut(toWidth: labelWidth), labelWidth, y + 12, "end", whole: row.label)
      for (column, value) in row.values.enumerated() {
        guard let value else { continue }
        let x = left + cell * Double(column)
        let level =
          largest > 0 ? Int((Self.levels * (abs(value) / largest).squareRoot()).rounded()) : 0
        drawing.rectangle(
          x, y, cell - (cell > 4 ? 0.6 : 0), height - 0.6,
          level == 0 ? "h0" : (value < 0 ? "n" : "p") + "\(level)",
          title: "\(row.label), \(columns[column]): \(exact(value, signed: true))")
        if value < 0, level > 0 {
          dashes += "M\(place(x + cell * 0.3)) \(place(y + height / 2))h\(place(cell * 0.4))"
        }
      }
    }
    if !dashes.isEmpty { drawing.path(dashes, "dash") }
    for tick in ticks {
      drawing.text(
        tick.text, left + cell * (Double(tick.column) + 0.5), bottom + 12, "middle soft")
    }
    drawing.text("round", labelWidth, bottom + 12, "end soft")
    legend(&drawing, y: bottom + 24, left: left, largest: largest)
    let rest = rows.count - drawn.count
    return Chart(
      title: title,
      note: note
        + (rest > 0
          ? " The \(drawn.count) largest of \(rows.count) clients; all are in contributions.csv."
          : ""),
      svg: drawing.svg(
        height: bottom + 46, title: title,
        description: """
          \(drawn.count) clients by \(columns.count) columns of rounds, from \
          \(exact(values.min() ?? 0, signed: true)) to \(exact(values.max() ?? 0, signed: true)) \
          \(unit); negative cells have a dash
          """),
      table: NumberTable(
        ["client"] + columns,
        rows: drawn.map { row in
          [Markup.name(row.label)]
            + row.values.map { $0.map { Markup(exact($0, signed: true)) } ?? "–" }
        }))
  }

  private func legend(_ drawing: inout Drawing, y: Double, left: Double, largest: Double) {
    let (steps, width) = (Array(-Int(Self.levels)...Int(Self.levels)), 17.0)
    let length = width * Double(steps.count) + 4 + Drawing.width(of: unit)
    let start = left + max(0, (Drawing.width - left - length) / 2)
    for (index, step) in steps.enumerated() {
      let style = step == 0 ? "h0" : (step < 0 ? "n" : "p") + "\(abs(step))"
      let x = start + width * Double(index)
      drawing.rectangle(x, y, width - 0.6, 9, style)
      if step < 0 { drawing.path("M\(place(x + 4)) \(place(y + 4.5))h6", "dash") }
    }
    let exact = Decimals(largestOf: [largest])
    let end = start + width * Double(steps.count)
    drawing.text(exact(-largest, signed: true), start, y + 20, "soft")
    drawing.text("0", start + width * 5.5, y + 20, "middle soft")
    drawing.text(exact(largest, signed: true), end, y + 20, "end soft")
    drawing.text(unit, end + 4, y + 8, "soft")
  }
}
