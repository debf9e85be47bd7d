/// A drawing with a title, a note, and a table of its numbers.
struct Chart {
  let title: String
  let note: String
  let svg: Markup
  let table: NumberTable

  var markup: Markup {
    Markup(
      "figure", [:],
      [
        Markup(
          "figcaption", [:],
          [Markup("b", [:], [Markup(title)]), Markup(note.isEmpty ? "" : " " + note)]),
        svg,
        Markup(
          "details", [:],
          [Markup("summary", [:], ["The numbers"]), table.markup(label: "Numbers: \(title)")]),
      ])
  }
}

/// A table of text and numbers.
struct NumberTable {
  /// The titles of the columns; all columns contain numbers except the first and those in `texts`.
  let columns: [String]
  /// The indices of further columns that contain text.
  var texts: Set<Int> = []
  var rows: [[Markup]] = []
  /// A note on what is not shown.
  var note = ""

  init(_ columns: [String], texts: Set<Int> = [], rows: [[Markup]] = [], note: String = "") {
    (self.columns, self.texts, self.rows, self.note) = (columns, texts, rows, note)
  }

  /// The table as HTML, which scrolls by itself if it is wider than the page.
  func markup(label: String) -> Markup {
    let isText = { (column: Int) in column == 0 || texts.contains(column) }
    func row(_ fields: [Markup], _ tag: String) -> Markup {
      Markup(
        "tr", [:],
        fields.enumerated().map { column, field in
          let tag = column == 0 && tag == "td" ? "th" : tag
          return switch (tag, isText(column)) {
          case ("th", _) where column == 0:
            Markup(tag, ["scope": fields == heads ? "col" : "row"], [field])
          case ("th", true): Markup(tag, ["scope": "col", "class": "t"], [field])
          case ("th", false): Markup(tag, ["scope": "col"], [field])
          case (_, true): Markup(tag, ["class": "t"], [field])
          default: Markup(tag, [:], [field])
          }
        })
    }
    let heads = columns.map { Markup($0) }
    let table = Markup(
      "table", [:],
      [
        Markup("thead", [:], [row(heads, "th")]),
        Markup("tbody", [:], rows.map { row($0, "td") }),
      ])
    let box = Markup(
      "div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": label], [table])
    return note.isEmpty ? box : Markup([box, Markup("p", ["class": "soft"], [Markup(note)])])
  }
}
