/// A chart with one estimate per row, its interval, its single runs, and a bound to compare it with.
struct DotChart {
  struct Row {
    var label: String
    /// Nil if there is no estimate.
    var estimate: Estimate?
    /// The index of its colour and mark.
    var series: Int
    /// The values of the single runs.
    var runs: [Double] = []
    /// A second estimate of the same row, drawn hollow.
    var other: Estimate?
  }

  var title: String
  var note = ""
  var unit: String
  /// The title of the rows' column in the table.
  var first: String
  /// The description of the hollow mark, if there are any.
  var other = ""
  var rows: [Row]
  /// A line across all rows, and its label.
  var bound: (label: String, estimate: Estimate)?
  var includesZero = false
  /// The values that the scale covers, for charts with a common scale; intervals are cut at its ends.
  var scale: [Double]?
  /// The range of possible values; intervals that extend beyond it, or far beyond all values, are cut.
  var possible = -Double.infinity...Double.infinity
  var exact: Decimals?

  /// The largest number of rows that are drawn.
  private static let most = 40

  var chart: Chart {
    let drawn = Array(rows.prefix(Self.most))
    let labelWidth = min(drawn.map { Drawing.width(of: $0.label) }.max() ?? 0, 162)
    let (left, right) = (labelWidth + 10, Drawing.width - 14)
    let axis = Axis(covering: scale ?? covered, includingZero: includesZero, count: 5)
    let x = { (value: Double) in axis.place(axis.cut(value), from: left, to: right) }
    let (step, top) = (17.0, bound == nil ? 4.0 : 18.0)
    let bottom = top + step * Double(drawn.count)
    var drawing = Drawing()
    if let bound, bound.estimate.interval != nil {
      drawing.rectangle(
        x(bound.estimate.lower), top, x(bound.estimate.upper) - x(bound.estimate.lower),
        bottom - top, "band")
    }
    drawing.grid(axis, from: left, to: right, top: top, bottom: bottom) { axis.decimals($0) }
    if let bound {
      let middle = x(bound.estimate.value)
      drawing.path("M\(place(middle)) \(place(top - 4))V\(place(bottom))", "bound")
      let half = Drawing.width(of: bound.label) / 2
      drawing.text(
        bound.label, min(max(middle, left + half), right - half), top - 8, "middle soft")
    }
    for (index, row) in drawn.enumerated() {
      draw(row, y: top + step * (Double(index) + 0.5), x: x, &drawing)
      drawing.text(
        row.label.cut(toWidth: labelWidth), labelWidth,
        top + step * (Double(index) + 0.5) + 4, "end", whole: row.label)
    }
    drawing.text(unit, (left + right) / 2, bottom + 26, "middle soft")
    let rest = rows.count - drawn.count
    return Chart(
      title: title,
      note: note + (rest > 0 ? " The first \(drawn.count) of \(rows.count)." : ""),
      svg: drawing.svg(
        height: bottom + 32, title: title,
        description: unit + ": "
          + rows.prefix(10).map { "\($0.label) \(text($0.estimate))" }.joined(separator: "; ")
          + (rows.count > 10 ? "; and \(rows.count - 10) more" : "")
          + (bound.map { "; \($0.label) \(text($0.estimate))" } ?? "")), table: table)
  }

  private func draw(
    _ row: Row, y: Double, x: (Double) -> Double, _ drawing: inout Drawing
  ) {
    let style = series(row.series)
    if !row.runs.isEmpty {
      let ticks = row.runs.map { "M\(place(x($0))) \(place(y - 4.5))v9" }
      drawing.path(ticks.joined(), "runs")
    }
    if let other = row.other {
      if other.interval != nil {
        drawing.path("M\(place(x(other.lower))) \(place(y + 4))H\(place(x(other.upper)))", "range")
      }
      drawing.mark(
        0, x(other.value), y + 4, size: 2.4, "hollow",
        title: "\(row.label), \(self.other): \(text(other))")
    }
    guard let estimate = row.estimate else { return }
    let lift = row.other == nil ? 0.0 : 2.5
    if estimate.interval != nil {
      drawing.path(
        "M\(place(x(estimate.lower))) \(place(y - lift))H\(place(x(estimate.upper)))",
        "reach " + style)
    }
    drawing.mark(
      row.series, x(estimate.value), y - lift, "mark " + style,
      title: "\(row.label): \(text(estimate))")
  }

  /// The values that the scale has to cover; very wide intervals are cut, but remain visibly wide.
  private var covered: [Double] {
    let all = rows.flatMap { ends(of: $0) } + (bound.map { ends(of: $0.estimate) } ?? [])
    let values = rows.flatMap { [$0.estimate?.value, $0.other?.value].compactMap(\.self) }
    let most = 1.6 * (values + [bound?.estimate.value ?? 0]).reduce(0) { max($0, abs($1)) }
    let (least, largest) = (max(possible.lowerBound, -most), min(possible.upperBound, most))
    return all.map { min(max($0, least), largest) }
  }

  private func ends(of row: Row) -> [Double] {
    row.runs + [row.estimate, row.other].compactMap(\.self).flatMap { ends(of: $0) }
  }

  private func ends(of estimate: Estimate) -> [Double] { [estimate.lower, estimate.upper] }

  private func text(_ estimate: Estimate?) -> String {
    let values = rows.compactMap { $0.estimate?.value }
    return estimate.map { $0.text(exact: exact ?? Decimals(largestOf: values)) } ?? "–"
  }

  private var table: NumberTable {
    let hasRuns = rows.contains { !$0.runs.isEmpty }
    let hasOther = rows.contains { $0.other != nil }
    var table = NumberTable(
      [first, unit] + (hasRuns ? ["lowest run", "highest run"] : []) + (hasOther ? [other] : []))
    let decimals = exact ?? Decimals(largestOf: rows.flatMap(\.runs))
    for row in rows {
      var fields = [Markup.name(row.label), Markup(text(row.estimate))]
      if hasRuns {
        fields += [row.runs.min(), row.runs.max()].map { $0.map { Markup(decimals($0)) } ?? "–" }
      }
      if hasOther { fields.append(Markup(text(row.other))) }
      table.rows.append(fields)
    }
    if let bound {
      table.rows.append(
        [Markup(bound.label), Markup(text(bound.estimate))]
          + [Markup](repeating: "", count: table.columns.count - 2))
    }
    return table
  }
}
