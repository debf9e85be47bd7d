/// A self-contained page: it loads nothing, runs no script, and forbids both to the browser.
struct Page {
  /// The name of the run or comparison, which comes from outside the program.
  var name: String
  var subtitle: String
  var facts: [(String, Markup)]
  var sections: [Section]

  struct Section {
    var id: String
    var title: String
    var content: [Markup]
  }

  /// The whole file.
  var html: String {
    let head = Markup(
      "head", [:],
      [
        Markup("meta", ["charset": "utf-8"]),
        Markup(
          "meta",
          [
            "http-equiv": "Content-Security-Policy",
            "content": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'",
          ]),
        Markup("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
        Markup("meta", ["name": "color-scheme", "content": "light dark"]),
        Markup("title", [:], [Markup("\(name) · apportion")]), Markup(styleSheet: styleSheet),
      ])
    let body = Markup(
      "body", [:],
      [
        Self.patterns,
        Markup(
          "header", [:],
          [
            Markup("h1", [:], [.name(name)]), Markup("p", ["class": "soft"], [Markup(subtitle)]),
            Self.list(facts),
            Markup(
              "nav", ["aria-label": "On this page"],
              sections.map { Markup("a", ["href": "#\($0.id)"], [Markup($0.title)]) }),
          ]),
        Markup(
          "main", [:],
          sections.map { section in
            Markup(
              "section", ["id": section.id],
              [Markup("h2", [:], [Markup(section.title)])] + section.content)
          }),
      ])
    return "<!DOCTYPE html>\n\(Markup("html", ["lang": "en"], [head, body]).source)\n"
  }

  static func list(_ facts: [(String, Markup)]) -> Markup {
    Markup(
      "dl", ["class": "facts"],
      facts.map { Markup("div", [:], [Markup("dt", [:], [Markup($0)]), Markup("dd", [:], [$1])]) })
  }

  /// Charts side by side if the page is wide enough.
  static func charts(_ charts: [Chart]) -> Markup {
    Markup("div", ["class": "charts"], charts.map(\.markup))
  }

  /// A list of sentences; nothing if there are none.
  static func sayings(_ sentences: [Markup]) -> [Markup] {
    sentences.isEmpty
      ? [] : [Markup("ul", ["class": "say"], sentences.map { Markup("li", [:], [$0]) })]
  }

  static func paragraph(_ text: String, soft: Bool = false) -> Markup {
    soft ? Markup("p", ["class": "soft"], [Markup(text)]) : Markup("p", [:], [Markup(text)])
  }

  /// A title that expands to text with its line breaks.
  static func source(_ title: String, _ text: String) -> Markup {
    Markup(
      "details", [:],
      [
        Markup("summary", [:], [Markup(title)]),
        Markup("pre", ["tabindex": "0"], [Markup("code", [:], [Markup(text)])]),
      ])
  }

  static func command(_ text: String) -> Markup {
    Markup("pre", ["tabindex": "0"], [Markup("code", [:], [Markup(text)])])
  }

  /// Hatching, so that bars below zero also differ from others in grey prints.
  private static let patterns = Markup(
    "svg", ["class": "defs", "aria-hidden": "true"],
    [
      Markup(
        "defs", [:],
        [
          Markup(
            "pattern",
            [
              "id": "hatch", "width": "5", "height": "5", "patternUnits": "userSpaceOnUse",
              "patternTransform": "rotate(45)",
            ],
            [
              Markup(
                "rect",
                ["width": "5", "height": "5", "style": "fill:var(--below);fill-opacity:.35"]),
              Markup(
                "rect", ["width": "2.2", "height": "5", "style": "fill:var(--below)"]),
            ])
        ])
    ])
}
