/// Text as a terminal shows it, in cells.
extension String {
  /// The text with control characters replaced, so that no client's name can control the terminal.
  var printable: String {
    unicodeScalars.reduce(into: "") { text, scalar in
      text += scalar.isSteering ? scalar.spelling : String(scalar)
    }
  }

  /// The text with control characters replaced except line breaks and tabs.
  package var printableLines: String {
    unicodeScalars.reduce(into: "") { text, scalar in
      text +=
        scalar.isSteering && scalar != "\n" && scalar != "\t" ? scalar.spelling : String(scalar)
    }
  }

  /// The number of terminal cells that the text takes.
  var displayWidth: Int { reduce(0) { $0 + $1.displayWidth } }

  var withoutBlanksAtEnd: String {
    String(reversed().drop { $0 == " " }.reversed())
  }

  /// Lines of at most `width` cells, broken at blanks, and inside words that are longer; at least one.
  func wrapped(to width: Int) -> [String] {
    guard displayWidth > width else { return [self] }
    var (lines, line) = ([String](), "")
    func end() {
      lines.append(line.withoutBlanksAtEnd)
      line = ""
    }
    for word in split(separator: " ").map(String.init) {
      if !line.isEmpty, line.displayWidth + word.displayWidth > width { end() }
      for character in word {
        if !line.isEmpty, line.displayWidth + character.displayWidth > width { end() }
        line.append(character)
      }
      line += " "
    }
    end()
    return lines
  }

  /// The longest prefix of the text that fits this many cells.
  package func beginning(ofWidth width: Int) -> String {
    var left = width
    return String(
      prefix { character in
        left -= character.displayWidth
        return left >= 0
      })
  }
}

extension Unicode.Scalar {
  /// Whether it is invisible but changes how other text is shown: control characters, and characters that
  /// change the writing direction.
  var isSteering: Bool {
    switch self {
    case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}", "\u{FFFE}", "\u{FFFF}": true
    default: properties.generalCategory == .control
    }
  }

  var spelling: String { "\\u{\(String(value, radix: 16))}" }
}

extension Character {
  /// The number of terminal cells: two for East Asian wide characters and emoji, one for all others.
  ///
  /// Combining characters take no cell of their own.
  ///
  /// - Source: Unicode Standard Annex #11, "East Asian width"; the ranges are those of Kuhn's
  ///   `wcwidth`, 2007.
  fileprivate var displayWidth: Int {
    let isWide = unicodeScalars.first.map { scalar in
      scalar.properties.isEmojiPresentation || wideScalars.contains { $0.contains(scalar.value) }
    }
    return isWide == true ? 2 : 1
  }
}

private let wideScalars: [ClosedRange<UInt32>] = [
  0x1100...0x115f, 0x2e80...0x303e, 0x3041...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff,
  0xfe30...0xfe6f, 0xff00...0xff60, 0xffe0...0xffe6, 0x20000...0x3fffd,
]
