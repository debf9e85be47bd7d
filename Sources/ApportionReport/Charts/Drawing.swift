import Foundation

/// A drawing under construction, 360 units wide, about the width of a phone's screen.
struct Drawing {
  static let width = 360.0
  private var shapes: [Markup] = []

  mutating func add(_ shape: Markup) { shapes.append(shape) }

  mutating func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String
  ) {
    add(
      Markup(
        "line",
        ["class": style, "x1": place(x1), "y1": place(y1), "x2": place(x2), "y2": place(y2)]))
  }

  mutating func rectangle(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ style: String,
    title: String? = nil
  ) {
    add(
      Markup(
        "rect",
        [
          "class": style, "x": place(x), "y": place(y), "width": place(max(width, 0)),
          "height": place(height),
        ], title.map { [Markup("title", [:], [Markup($0)])] } ?? []))
  }

  mutating func path(_ data: String, _ style: String) {
    add(Markup("path", ["class": style, "d": data]))
  }

  /// Adds text with its baseline at `y` and its start, end or middle at `x`.
  mutating func text(
    _ text: String, _ x: Double, _ y: Double, _ style: String = "", whole: String? = nil
  ) {
    let title = whole.flatMap { $0 == text ? nil : [Markup("title", [:], [Markup($0)])] } ?? []
    let attributes: KeyValuePairs =
      style.isEmpty
      ? ["x": place(x), "y": place(y)] : ["class": style, "x": place(x), "y": place(y)]
    add(Markup("text", attributes, [Markup(text)] + title))
  }

  /// Adds one of the ``Drawing/marks``, filled or hollow, centred at a point.
  mutating func mark(
    _ kind: Int, _ x: Double, _ y: Double, size: Double = 3.5, _ style: String, title: String? = nil
  ) {
    let shape = Self.marks[kind % Self.marks.count](size)
    add(
      Markup(
        "path", ["class": style, "d": "M\(place(x)) \(place(y))" + shape],
        title.map { [Markup("title", [:], [Markup($0)])] } ?? []))
  }

  /// Adds vertical lines at the ticks of a scale, with numbers below.
  mutating func grid(
    _ axis: Axis, from left: Double, to right: Double, top: Double, bottom: Double,
    shown: (Double) -> String
  ) {
    for tick in axis.ticks {
      let x = axis.place(tick, from: left, to: right)
      line(x, top, x, bottom, tick == 0 ? "zero" : "grid")
      text(shown(tick), x, bottom + 12, "middle soft")
    }
  }

  /// The finished drawing.
  ///
  /// - Parameters:
  ///   - height: in the same units as the width.
  ///   - title: the title for screen readers.
  ///   - description: a description of the contents for screen readers.
  /// - Returns: an `svg` element.
  func svg(height: Double, title: String, description: String) -> Markup {
    Markup(
      "svg",
      ["viewBox": "0 0 \(place(Self.width)) \(place(height))", "role": "img"],
      [
        Markup("title", [:], [Markup(title)]), Markup("desc", [:], [Markup(description)]),
      ] + shapes)
  }

  /// The approximate width of text; an upper bound for wide fonts.
  static func width(of text: String) -> Double { letterWidth * Double(text.count) + 3 }

  fileprivate static let letterWidth = 7.1

  /// Disc, square, triangle, diamond, cross, plus, inverted triangle.
  private static let marks: [@Sendable (Double) -> String] = [
    { r in
      "m\(place(-r)) 0a\(place(r)) \(place(r)) 0 1 0 \(place(2 * r)) 0a\(place(r)) \(place(r)) 0 1 0 \(place(-2 * r)) 0z"
    },
    { r in
      "m\(place(-0.9 * r)) \(place(-0.9 * r))h\(place(1.8 * r))v\(place(1.8 * r))h\(place(-1.8 * r))z"
    },
    { r in "m0 \(place(-1.2 * r))l\(place(1.1 * r)) \(place(2 * r))h\(place(-2.2 * r))z" },
    { r in
      "m0 \(place(-1.3 * r))l\(place(1.2 * r)) \(place(1.3 * r))l\(place(-1.2 * r)) \(place(1.3 * r))l\(place(-1.2 * r)) \(place(-1.3 * r))z"
    },
    { r in
      "m\(place(-r)) \(place(-r))l\(place(2 * r)) \(place(2 * r))m0 \(place(-2 * r))l\(place(-2 * r)) \(place(2 * r))"
    },
    { r in
      "m\(place(-1.2 * r)) 0h\(place(2.4 * r))m\(place(-1.2 * r)) \(place(-1.2 * r))v\(place(2.4 * r))"
    },
    { r in "m0 \(place(1.2 * r))l\(place(1.1 * r)) \(place(-2 * r))h\(place(-2.2 * r))z" },
  ]
}

/// A coordinate with at most one digit after the point.
func place(_ coordinate: Double) -> String {
  let tenths = Int((10 * coordinate).rounded())
  let (whole, rest) = abs(tenths).quotientAndRemainder(dividingBy: 10)
  return (tenths < 0 ? "-" : "") + "\(whole)" + (rest == 0 ? "" : ".\(rest)")
}

/// The style class of a series' colour and mark; there are seven.
func series(_ index: Int) -> String { "s\(index % 7)" }

extension String {
  /// The longest prefix of the text that fits a width; the ellipsis is nearly two letters wide.
  func cut(toWidth width: Double) -> String {
    Drawing.width(of: self) <= width ? self : cut(to: Int(width / Drawing.letterWidth - 0.8))
  }
}
