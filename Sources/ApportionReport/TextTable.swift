/// Columns of text, padded to their widths on a terminal.
package struct TextTable {
  package enum Alignment { case left, right }

  private let columns: [(title: String, alignment: Alignment)]
  private var rows: [[String]] = []

  package init(_ columns: [(title: String, alignment: Alignment)]) { self.columns = columns }

  package mutating func add(_ row: [String]) {
    precondition(row.count == columns.count, "a row needs \(columns.count) fields")
    rows.append(row.map(\.printable))
  }

  /// The table, its header underlined, without blanks at the ends of lines.
  package var text: String {
    let header = columns.map(\.title)
    let widths = columns.indices.map { column in
      ([header] + rows).map { $0[column].displayWidth }.reduce(0, max)
    }
    let rule = widths.map { String(repeating: "─", count: $0) }
    return ([header, rule] + rows).map { row in
      var line = row.indices.map { pad(row[$0], to: widths[$0], columns[$0].alignment) }
        .joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }.joined()
  }

  private func pad(_ field: String, to width: Int, _ alignment: Alignment) -> String {
    let blanks = String(repeating: " ", count: width - field.displayWidth)
    return alignment == .left ? field + blanks : blanks + field
  }
}

extension String {
  /// The text with control characters spelt out, so that no client's name can steer the terminal.
  fileprivate var printable: String {
    unicodeScalars.reduce(into: "") { text, scalar in
      text +=
        scalar.properties.generalCategory == .control
        ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
    }
  }

  /// How many cells of a terminal the text takes: two for each East Asian ideograph, syllable or
  /// full-width form and for each emoji, one for any other character with what is combined with it.
  ///
  /// - Source: Unicode Standard Annex #11, "East Asian width"; the ranges are those of Kuhn's
  ///   `wcwidth`, 2007.
  fileprivate var displayWidth: Int {
    reduce(0) { width, character in
      let isWide = character.unicodeScalars.first.map { scalar in
        scalar.properties.isEmojiPresentation
          || wideScalars.contains { $0.contains(scalar.value) }
      }
      return width + (isWide == true ? 2 : 1)
    }
  }
}

private let wideScalars: [ClosedRange<UInt32>] = [
  0x1100...0x115f, 0x2e80...0x303e, 0x3041...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff,
  0xfe30...0xfe6f, 0xff00...0xff60, 0xffe0...0xffe6, 0x20000...0x3fffd,
]
