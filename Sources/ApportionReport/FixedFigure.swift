import Foundation

extension Double {
  /// The number with so many decimals; from 10⁹ on in scientific notation, because no table has room
  /// for 38 digits.
  package func fixed(_ decimals: Int, signed: Bool = false) -> String {
    let sign = signed ? "+" : ""
    return abs(self) < 1e9
      ? String(format: "%\(sign).\(decimals)f", self)
      : String(format: "%\(sign).\(max(decimals, 2))e", self)
  }
}
