/// A piece of a page, in the syntax that HTML and XML share.
///
/// Text becomes part of a page through ``escaped(_:)`` alone, whoever wrote it: a string that stands
/// where markup is asked for is text.
package struct Markup: ExpressibleByStringInterpolation, Hashable, Sendable {
  package let source: String

  package init(stringLiteral text: String) { self.init(text) }

  /// Text.
  package init(_ text: String) { source = escaped(text) }

  /// One piece after the other.
  package init(_ pieces: [Markup]) { source = pieces.map(\.source).joined() }

  /// An element.
  package init(
    _ name: String, _ attributes: KeyValuePairs<String, String>, _ content: [Markup] = []
  ) {
    var text = "<" + name
    for (key, value) in attributes { text += " \(key)=\"\(escaped(value))\"" }
    if content.isEmpty, Self.emptyElements.contains(name) {
      source = text + " />"
    } else {
      source = text + ">" + content.map(\.source).joined() + "</\(name)>"
    }
  }

  /// The style sheet, which HTML reads as it stands.
  init(styleSheet: String) {
    precondition(!styleSheet.contains { "<&".contains($0) }, "XML would read \(styleSheet)")
    source = "<style>\(styleSheet)</style>"
  }

  /// A name that somebody else chose, kept from reordering the text around it.
  static func name(_ text: String) -> Markup { Markup("bdi", [:], [Markup(text)]) }

  /// What may be closed where it is opened: HTML's empty elements and SVG's shapes.
  private static let emptyElements: Set = ["circle", "line", "meta", "path", "rect"]
}

/// Text as it stands in a page, between tags and in attributes.
///
/// Control characters, which XML forbids, and those that turn the direction of writing are spelt out.
///
/// - Source: Extensible Markup Language 1.0, fifth edition, production 2; Unicode Standard Annex #9.
func escaped(_ text: String) -> String {
  var escaped = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": escaped += "&amp;"
    case "<": escaped += "&lt;"
    case ">": escaped += "&gt;"
    case "\"": escaped += "&quot;"
    case "'": escaped += "&#39;"
    case "\n", "\t": escaped.unicodeScalars.append(scalar)
    case _ where scalar.isSteering: escaped += scalar.spelling
    default: escaped.unicodeScalars.append(scalar)
    }
  }
  return escaped
}

extension String {
  /// The text with its middle left out, where it has more than so many characters: names often begin
  /// alike, and end with what tells them apart.
  func cut(to length: Int) -> String {
    guard count > length else { return self }
    let kept = max(length - 1, 2)
    return prefix(kept - kept / 2) + "…" + suffix(kept / 2)
  }
}
