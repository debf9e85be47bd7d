import ApportionValuation

/// The frequency of differences by size, with another histogram as an outline for comparison.
struct HistogramChart {
  var title: String
  var note = ""
  var unit: String
  var histogram: Histogram
  /// A histogram with the same edges.
  var outline: Histogram?
  var outlineName = ""
  /// The factor by which edges are multiplied for display.
  var scale: Double
  /// The bins that are drawn.
  var bins: Range<Int>
  /// The largest percentage that the chart's scale covers.
  var highest: Double

  /// The bins that any of the histograms fills, extended symmetrically about zero.
  static func filledBins(of histograms: [Histogram]) -> Range<Int> {
    guard let count = histograms.map(\.counts.count).min() else { return 0..<0 }
    let filled = (0..<count).filter { bin in
      histograms.contains { $0.counts[bin] > 0 || $0.counts[count - 1 - bin] > 0 }
    }
    guard let first = filled.first, let last = filled.last else { return 0..<count }
    return first..<last + 1
  }

  static func highest(of histograms: [Histogram]) -> Double {
    histograms.flatMap(parts).max() ?? 0
  }

  /// The percentage of all values that falls into each bin.
  private static func parts(_ histogram: Histogram) -> [Double] {
    let total = histogram.counts.reduce(histogram.below + histogram.above, +)
    return histogram.counts.map { total > 0 ? 100 * Double($0) / Double(total) : 0 }
  }

  var chart: Chart {
    let parts = Self.parts(histogram)
    let outlineParts = outline.map(Self.parts)
    let height = Axis(covering: [highest], includingZero: true, count: 3)
    let edges = histogram.edges.map { $0 * scale }
    let axis = Axis(spanning: edges[bins.lowerBound]...edges[bins.upperBound], count: 5)
    let (left, right, top, bottom) = (26.0, Drawing.width - 10, 18.0, 98.0)
    let x = { (value: Double) in axis.place(value, from: left, to: right) }
    let y = { (part: Double) in height.place(part, from: bottom, to: top) }
    var drawing = Drawing()
    for tick in height.ticks {
      drawing.line(left, y(tick), right, y(tick), "grid")
      drawing.text(height.decimals(tick), left - 4, y(tick) + 3, "end soft")
    }
    for bin in bins where parts[bin] > 0 {
      let (from, to) = (x(edges[bin]), x(edges[bin + 1]))
      drawing.rectangle(
        from + 0.4, y(parts[bin]), to - from - 0.8, bottom - y(parts[bin]), "above",
        title: "\(span(edges, bin)) \(unit): \(Decimals(1)(parts[bin])) %")
    }
    if let outlineParts {
      var data = "M\(place(x(edges[bins.lowerBound]))) \(place(bottom))"
      for bin in bins {
        data += "V\(place(y(outlineParts[bin])))H\(place(x(edges[bin + 1])))"
      }
      drawing.path(data + "V\(place(bottom))", "outline")
    }
    for tick in axis.ticks {
      drawing.line(x(tick), bottom, x(tick), bottom + 3, "zero")
      drawing.text(axis.decimals(tick), x(tick), bottom + 13, "middle soft")
    }
    drawing.text(unit, (left + right) / 2, bottom + 25, "middle soft")
    drawing.text("% of the differences", 0, 8, "soft")
    let outside = histogram.below + histogram.above
    return Chart(
      title: title,
      note: note + (outside > 0 ? " \(outside) lie outside of the scale." : ""),
      svg: drawing.svg(
        height: bottom + 30, title: title,
        description: "Bars: the percentage of the differences in each bin."
          + (outline == nil ? "" : " Outline: the same for \(outlineName).")),
      table: NumberTable(
        [unit, "count"] + (outline == nil ? [] : [outlineName]),
        rows: bins.map { bin in
          [Markup(span(edges, bin)), "\(histogram.counts[bin])"]
            + (outline.map { ["\($0.counts[bin])"] } ?? [])
        }))
  }

  private func span(_ edges: [Double], _ bin: Int) -> String {
    "\(Decimals(0)(edges[bin])) to \(Decimals(0)(edges[bin + 1]))"
  }
}
