import Yams

// YAML 1.1 has numbers that later versions and most readers read differently: 010 is 8, 1:30 is 90, 1_000
// is 1000. They are refused where a number is required, and kept unchanged where text is.
extension Node {
  /// A copy with such numbers quoted as text, from which no number is decoded.
  var quotingOldNumbers: Node {
    switch self {
    case .mapping(let mapping):
      .mapping(
        Mapping(
          mapping.map { ($0.key, $0.value.quotingOldNumbers) }, mapping.tag, mapping.style,
          mapping.mark))
    case .sequence(let sequence):
      .sequence(
        Sequence(
          sequence.map(\.quotingOldNumbers), sequence.tag, sequence.style, sequence.mark))
    case .scalar(let scalar) where oldNumber != nil:
      .scalar(Scalar(scalar.string, scalar.tag, .singleQuoted, scalar.mark))
    default: self
    }
  }

  /// What to write instead of such a number, for the end of a message; nil for other nodes.
  var numberAdvice: String? { oldNumber.map { "; write \($0)" } }

  /// The alternatives for such a number, or nil for any other node.
  private var oldNumber: String? {
    guard let scalar, scalar.style == .plain || scalar.style == .any else { return nil }
    let text = scalar.string
    let magnitude = text.drop { "+-".contains($0) }
    // Regular expressions are slow, and this runs for every part of a config; few parts pass this line.
    guard let first = magnitude.first, ("0"..."9").contains(first),
      magnitude.contains(where: { ":_".contains($0) })
        || first == "0" && magnitude.count > 1 && !magnitude.hasPrefix("0.")
    else { return nil }
    let digits = magnitude.filter { $0 != "_" }
    let sign = text.hasPrefix("-") ? "-" : ""
    if text.wholeMatch(of: /[-+]?[0-9][0-9_.]*:[0-9_:.]*/) != nil {
      let parts = digits.split(separator: ":").compactMap { Double($0) }
      let value = parts.reduce(0) { 60 * $0 + $1 }
      let isWhole = value == value.rounded() && value < 0x1p53
      return "\(sign)\(isWhole ? "\(Int(value))" : "\(value)"), as YAML 1.1 reads it"
    }
    if text.wholeMatch(of: /[-+]?0[0-9_]+/) != nil {
      let decimal = String(digits.drop { $0 == "0" })
      let plain = sign + (decimal.isEmpty ? "0" : decimal)
      let octal = Int(digits, radix: 8).map { "\(sign)\($0)" } ?? plain
      return octal == plain ? plain : "\(plain), or \(octal) as YAML 1.1 reads it"
    }
    if text.wholeMatch(of: /[-+]?0b[01_]+/) != nil {
      return Int(digits.dropFirst(2), radix: 2).map { "\(sign)\($0)" } ?? "a decimal number"
    }
    let isGrouped =
      text.contains("_") && text.wholeMatch(of: /[-+]?[0-9][0-9a-fA-FxXoO_.+-]*/) != nil
    return isGrouped ? "\(sign)\(digits)" : nil
  }
}
