import Foundation

/// A number with every bit of it: 17 significant digits.
package func fullPrecision(_ number: Double) -> String { String(format: "%.17g", number) }

/// A field in quotes where it needs them; those at whose ends there are blanks do, too, for readers that
/// drop them.
///
/// - Source: RFC 4180, section 2, rules 5 to 7.
package func quoted(_ field: String) -> String {
  // By scalars, because a line end of two characters is neither of them.
  let blanks = "\t ".unicodeScalars
  let isPadded = [field.unicodeScalars.first, field.unicodeScalars.last].contains {
    $0.map(blanks.contains) ?? true
  }
  guard
    isPadded || field.unicodeScalars.contains(where: { "\",\r\n".unicodeScalars.contains($0) })
  else { return field }
  return "\"\(field.replacing("\"", with: "\"\""))\""
}
