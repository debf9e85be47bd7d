/// A chart with one bar per row, from zero, with an interval if the estimate has one.
struct BarChart {
  struct Row {
    var label: String
    var estimate: Estimate
    /// The number written beside the bar.
    var text: String
    /// The number in the table, if it differs.
    var numbers: String?
  }

  var title: String
  var note = ""
  /// The unit of the numbers.
  var unit: String
  var first: String
  var rows: [Row]
  var widestLabel = 106.0
  /// Whether intervals that extend far beyond all bars are cut.
  var isCut = false
  /// The title of the numbers beside the bars, if the table has other numbers.
  var second = ""

  /// The largest number of bars that are drawn; with more rows, the first and the last are drawn.
  private static let most = 60

  var chart: Chart {
    var drawing = Drawing()
    let drawn = Self.ends(of: rows, most: Self.most)
    let labelWidth = min(drawn.map { Drawing.width(of: $0.label) }.max() ?? 0, widestLabel)
    let textWidth = drawn.map { Drawing.width(of: $0.text) }.max() ?? 0
    let (left, right) = (labelWidth + 8, Drawing.width - textWidth - 10)
    let reach = isCut ? 2.2 * (rows.map { abs($0.estimate.value) }.max() ?? 0) : .infinity
    let axis = Axis(
      covering: rows.flatMap { row in
        [max(row.estimate.lower, -reach), min(row.estimate.upper, reach), row.estimate.value]
      }, includingZero: true, count: 3)
    let (step, top) = (20.0, 4.0)
    let bottom = top + step * Double(drawn.count)
    drawing.grid(axis, from: left, to: right, top: top, bottom: bottom) { axis.decimals($0) }
    let zero = axis.place(0, from: left, to: right)
    for (index, row) in drawn.enumerated() {
      let y = top + step * Double(index) + step / 2
      let end = axis.place(row.estimate.value, from: left, to: right)
      drawing.text(
        row.label.cut(toWidth: labelWidth), labelWidth, y + 4, "end", whole: row.label)
      drawing.rectangle(
        min(zero, end), y - 6, abs(end - zero), 12, row.estimate.value < 0 ? "below" : "above",
        title: "\(row.label): \(row.numbers ?? row.text) \(unit)")
      if row.estimate.interval != nil {
        let low = axis.place(axis.cut(row.estimate.lower), from: left, to: right)
        let high = axis.place(axis.cut(row.estimate.upper), from: left, to: right)
        let end = axis.cut(row.estimate.upper) < row.estimate.upper ? "" : "m0 -3v6"
        drawing.path(
          "M\(place(low)) \(place(y - 3))v6m0 -3H\(place(high))\(end)", "whisker")
      }
      drawing.text(row.text, Drawing.width - 2, y + 4, "end strong")
    }
    drawing.text(unit, (left + right) / 2, bottom + 26, "middle soft")
    let undrawn = rows.count - drawn.count
    return Chart(
      title: title,
      note: note + (undrawn > 0 ? " \(undrawn) bars in the middle are not drawn." : ""),
      svg: drawing.svg(
        height: bottom + 32, title: title,
        description: rows.prefix(8).map { "\($0.label): \($0.numbers ?? $0.text)" }.joined(
          separator: "; ")
          + (rows.count > 8 ? "; and \(rows.count - 8) more" : "") + " (\(unit))"),
      table: NumberTable(
        [first, unit] + (second.isEmpty ? [] : [second]),
        rows: rows.map { row in
          [Markup.name(row.label), Markup(row.numbers ?? row.text)]
            + (second.isEmpty ? [] : [Markup(row.text)])
        }))
  }

  /// All rows, or the first and the last half of `most` if there are more.
  private static func ends(of rows: [Row], most: Int) -> [Row] {
    rows.count <= most ? rows : Array(rows.prefix(most / 2) + rows.suffix(most / 2))
  }
}
