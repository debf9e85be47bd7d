import Foundation

/// The course of figures over rounds.
struct LineChart {
  struct Line {
    var label: String
    /// One value per element of `rounds`; nil if there is none.
    var values: [Double?]
    /// The index of its colour and mark, or nil for a line that is only drawn for comparison.
    var series: Int?
  }

  var title: String
  var note = ""
  var unit: String
  /// The round of each value, in ascending order.
  var rounds: [Int]
  var lines: [Line]
  var includesZero = false

  var chart: Chart {
    let values = lines.flatMap { $0.values.compactMap(\.self) }
    let exact = Decimals(largestOf: values)
    let shown = { (value: Double) in exact(value) }
    let axis = Axis(covering: values, includingZero: includesZero)
    let time = Axis(from: rounds.first ?? 0, to: rounds.last ?? 1)
    let labelled = lines.filter { $0.series != nil }
    let labelWidth = min(labelled.map { Drawing.width(of: $0.label) }.max() ?? 0, 78)
    let tickWidth = axis.ticks.map { Drawing.width(of: axis.decimals($0)) }.max() ?? 0
    let (left, right) = (tickWidth + 6, Drawing.width - labelWidth - 16)
    let (top, bottom) = (16.0, 196.0)
    let x = { time.place(Double(rounds[$0]), from: left, to: right) }
    let y = { (value: Double) in axis.place(value, from: bottom, to: top) }
    var drawing = Drawing()
    drawing.text(unit, 0, 9, "soft")
    for tick in axis.ticks {
      drawing.line(left, y(tick), right, y(tick), tick == 0 ? "zero" : "grid")
      drawing.text(axis.decimals(tick), left - 4, y(tick) + 4, "end soft")
    }
    for tick in time.ticks {
      let place = time.place(tick, from: left, to: right)
      drawing.line(place, bottom, place, bottom + 3, "grid")
      drawing.text(time.decimals(tick), place, bottom + 14, "middle soft")
    }
    drawing.text("round", (left + right) / 2, bottom + 27, "middle soft")

    // Faint lines are drawn first, so that they do not cover others.
    for line in lines.sorted(by: { $0.series == nil && $1.series != nil }) {
      let style = line.series.map { series($0) } ?? "faint"
      drawing.path(Self.path(line.values, x: x, y: y), "line " + style)
      guard let series = line.series else { continue }
      let known = line.values.indices.filter { line.values[$0] != nil }
      let every = max(1, known.count / 8)
      for (place, column) in known.enumerated() where place % every == series % every {
        guard let value = line.values[column] else { continue }
        drawing.mark(
          series, x(column), y(value), size: 2.6, "mark " + style,
          title: "\(line.label), round \(rounds[column]): \(shown(value))")
      }
    }
    for (line, place) in zip(labelled, labelPlaces(labelled, y: y, within: top...bottom)) {
      let style = line.series.map { series($0) } ?? ""
      drawing.mark(line.series ?? 0, right + 8, place, size: 2.8, "mark " + style)
      drawing.text(
        line.label.cut(toWidth: labelWidth), right + 15, place + 4, whole: line.label)
    }
    return Chart(
      title: title, note: note,
      svg: drawing.svg(
        height: bottom + 32, title: title,
        description: "\(unit), by round. "
          + labelled.map { line in
            "\(line.label) ends at \(line.values.last?.map(shown) ?? "nothing")"
          }.joined(separator: "; ")),
      table: table(shown: shown))
  }

  /// The table of the numbers, with rounds as rows, because clients as rows would make it too wide.
  private func table(shown: (Double) -> String) -> NumberTable {
    var table = NumberTable(["round"] + lines.map(\.label))
    for (column, round) in rounds.enumerated() {
      table.rows.append(
        ["\(round)"] + lines.map { $0.values[column].map { Markup(shown($0)) } ?? "–" })
    }
    return table
  }

  private static func path(
    _ values: [Double?], x: (Int) -> Double, y: (Double) -> Double
  ) -> String {
    var (data, isDown) = ("", false)
    for (column, value) in values.enumerated() {
      guard let value else {
        isDown = false
        continue
      }
      data += (isDown ? "L" : "M") + "\(place(x(column))) \(place(y(value)))"
      isDown = true
    }
    return data
  }

  /// Heights of the labels, as near to the ends of their lines as possible without overlap.
  private func labelPlaces(
    _ lines: [Line], y: (Double) -> Double, within range: ClosedRange<Double>
  ) -> [Double] {
    let wanted = lines.map { line in line.values.last { $0 != nil }?.map(y) ?? range.lowerBound }
    let order = wanted.indices.sorted { (wanted[$0], $0) < (wanted[$1], $1) }
    let room = min(13, (range.upperBound - range.lowerBound) / Double(max(lines.count, 1)))
    var places = wanted
    var lowest = range.lowerBound - room
    for index in order {
      places[index] = max(wanted[index], lowest + room)
      lowest = places[index]
    }
    var highest = range.upperBound + room
    for index in order.reversed() {
      places[index] = min(places[index], highest - room)
      highest = places[index]
    }
    return places
  }
}
