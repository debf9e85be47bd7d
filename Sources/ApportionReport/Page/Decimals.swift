import Foundation

/// A number of digits after the decimal point.
package struct Decimals: Hashable, Sendable {
  package let places: Int

  init(_ places: Int) { self.places = min(max(places, 0), 15) }

  /// The number that shows an uncertainty with two significant digits.
  package init(uncertainty: Double) {
    self.init(1 - Self.exponent(of: uncertainty, digits: 2))
  }

  /// The number that shows the largest of exact values with three significant digits.
  package init(largestOf values: [Double]) {
    let largest = values.filter(\.isFinite).reduce(0) { max($0, abs($1)) }
    self.init(largest > 0 ? 2 - Self.exponent(of: largest, digits: 3) : 0)
  }

  /// The exponent of the first of this many rounded digits: 0 for 1 to 9, −1 for 0.1 to 0.9.
  private static func exponent(of value: Double, digits: Int) -> Int {
    precondition(value > 0 && value.isFinite, "\(value) has no first digit")
    let exponent = Int(floor(log10(value)))
    let unit = pow(10, Double(exponent - digits + 1))
    return (value / unit).rounded() >= pow(10, Double(digits)) ? exponent + 1 : exponent
  }

  /// A number with this many digits, or in scientific notation; one that rounds to zero has no sign.
  package func callAsFunction(_ value: Double, signed: Bool = false) -> String {
    let digits = abs(value).fixed(places)
    guard digits.contains(where: { $0 != "0" && $0 != "." }) else { return digits }
    return (value < 0 ? "−" : signed ? "+" : "") + digits
  }
}
