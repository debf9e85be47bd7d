/// A part of a page, in the syntax that HTML and XML share.
///
/// All text enters a page through ``escaped(_:)``: a string where markup is expected is treated as text.
package struct Markup: ExpressibleByStringInterpolation, Hashable, Sendable {
  package let source: String

  package init(stringLiteral text: String) { self.init(text) }

  /// Creates text.
  package init(_ text: String) { source = escaped(text) }

  /// Creates a sequence of parts.
  package init(_ pieces: [Markup]) { source = pieces.map(\.source).joined() }

  /// Creates an element.
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

  /// Creates the style sheet, which HTML reads without unescaping.
  init(styleSheet: String) {
    precondition(!styleSheet.contains { "<&".contains($0) }, "XML would read \(styleSheet)")
    source = "<style>\(styleSheet)</style>"
  }

  /// A name from outside the program, isolated so that it cannot reorder the text around it.
  static func name(_ text: String) -> Markup { Markup("bdi", [:], [Markup(text)]) }

  /// Elements that may be self-closing: HTML's empty elements and SVG's shapes.
  private static let emptyElements: Set = ["circle", "line", "meta", "path", "rect"]
}

/// Text escaped for a page, between tags and in attributes.
///
/// Control characters, which XML forbids, and characters that change the writing direction are replaced by
/// their code points.
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
  /// The text with its middle omitted, if it has more than `length` characters.
  ///
  /// Names often begin alike and differ at the end.
  func cut(to length: Int) -> String {
    guard count > length else { return self }
    let kept = max(length - 1, 2)
    return prefix(kept - kept / 2) + "…" + suffix(kept / 2)
  }
}
