import Foundation

extension Double {
  /// The number with this many decimals; from 10⁹ on, in scientific notation, to keep tables narrow.
  ///
  /// A number that rounds to zero is shown as zero without a minus sign.
  package func fixed(_ decimals: Int, signed: Bool = false) -> String {
    let sign = signed ? "+" : ""
    guard abs(self) < 1e9 else {
      return String(format: "%\(sign).\(max(decimals, 2))e", self)
    }
    let text = String(format: "%\(sign).\(decimals)f", self)
    return text.contains(where: { "1"..."9" ~= $0 })
      ? text : String(format: "%\(sign).\(decimals)f", 0.0)
  }
}
