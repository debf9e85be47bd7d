/// Text in alphabetical order, with numbers in it ordered by their size: `site 9` before `site 10`.
struct NaturalOrder: Comparable {
  let text: String
  private let parts: [Part]

  init(_ text: String) {
    var runs: [[Unicode.Scalar]] = []
    for scalar in text.unicodeScalars {
      if let last = runs.last?.last, Self.isDigit(last) == Self.isDigit(scalar) {
        runs[runs.count - 1].append(scalar)
      } else {
        runs.append([scalar])
      }
    }
    (self.text, parts) = (text, runs.map(Part.init))
  }

  static func < (a: NaturalOrder, b: NaturalOrder) -> Bool {
    a.parts != b.parts ? a.parts.lexicographicallyPrecedes(b.parts) : a.text < b.text
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  /// A number without leading zeros, or the text between numbers.
  private struct Part: Comparable {
    var isNumber: Bool
    var scalars: [Unicode.Scalar]

    init(_ run: [Unicode.Scalar]) {
      isNumber = run.first.map(NaturalOrder.isDigit) ?? false
      scalars = isNumber ? Array(run.drop { $0 == "0" }) : run
    }

    static func < (a: Part, b: Part) -> Bool {
      if a.isNumber != b.isNumber { return a.isNumber }
      if a.isNumber, a.scalars.count != b.scalars.count { return a.scalars.count < b.scalars.count }
      return a.scalars.lexicographicallyPrecedes(b.scalars)
    }
  }
}
