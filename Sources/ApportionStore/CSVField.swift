import Foundation

/// A number with all its bits: 17 significant digits.
package func fullPrecision(_ number: Double) -> String { String(format: "%.17g", number) }

/// A field, quoted if necessary.
///
/// Fields that begin or end with blanks are quoted too, since some readers drop these blanks.
///
/// - Source: RFC 4180, section 2, rules 5 to 7.
package func quoted(_ field: String) -> String {
  // Compares scalars, because a line end of two characters (CR LF) is a single `Character`.
  let blanks = "\t ".unicodeScalars
  let isPadded = [field.unicodeScalars.first, field.unicodeScalars.last].contains {
    $0.map(blanks.contains) ?? true
  }
  guard
    isPadded || field.unicodeScalars.contains(where: { "\",\r\n".unicodeScalars.contains($0) })
  else { return field }
  return "\"\(field.replacing("\"", with: "\"\""))\""
}
