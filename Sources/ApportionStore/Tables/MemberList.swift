/// Names with `+` between them, as one field of a table.
///
/// In a name, `\+` is a plus and `\\` is a backslash. Blanks at the ends of a name are dropped, unless a
/// backslash precedes them. Any other backslash is literal.
struct MemberList {
  let names: [String]

  /// Reads a field; an empty field has no names.
  init(_ text: String) {
    // `kept` is the length of the current name without unescaped blanks at its end.
    var (names, name, kept) = ([String](), String.UnicodeScalarView(), 0)
    func end() {
      names.append(String(String.UnicodeScalarView(name.prefix(kept))))
      (name, kept) = (String.UnicodeScalarView(), 0)
    }
    var scalars = Array(text.unicodeScalars)[...]
    while let scalar = scalars.popFirst() {
      switch scalar {
      case "+": end()
      case "\\" where scalars.first.map(Self.special.contains) == true:
        name.append(scalars.removeFirst())
        kept = name.count
      case " ", "\t":
        if !name.isEmpty { name.append(scalar) }
      default:
        name.append(scalar)
        kept = name.count
      }
    }
    end()
    self.names = names == [""] ? [] : names
  }

  private static let special: [Unicode.Scalar] = ["+", "\\", " ", "\t"]

  /// A name with the escapes needed in a field.
  static func escaped(_ name: String) -> String {
    let scalars = Array(name.unicodeScalars)
    var text = String.UnicodeScalarView()
    for (place, scalar) in scalars.enumerated() {
      let isEnd = place == 0 || place == scalars.count - 1
      if scalar == "+" || scalar == "\\" || isEnd && (scalar == " " || scalar == "\t") {
        text.append("\\")
      }
      text.append(scalar)
    }
    return String(text)
  }
}
