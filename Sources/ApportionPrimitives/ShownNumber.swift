extension FloatingPoint {
  /// The number as text for messages.
  ///
  /// The sign of a NaN is left out, because it depends on the machine and has no meaning.
  package var shown: String { isNaN ? "nan" : "\(self)" }
}

/// A number of bytes in a binary unit, with one decimal: "1.5 GiB", "12 MiB", "0.1 KiB".
package func shownBytes(_ bytes: Double) -> String {
  let (unit, name) =
    bytes < 0x1p20 ? (0x1p10, "KiB") : bytes < 0x1p30 ? (0x1p20, "MiB") : (0x1p30, "GiB")
  let tenths = (10 * bytes / unit).rounded()
  let whole = (tenths / 10).rounded(.down)
  return tenths == 10 * whole
    ? "\(Int(min(whole, 1e15))) \(name)"
    : "\(Int(min(whole, 1e15))).\(Int(tenths - 10 * whole)) \(name)"
}
