extension FloatingPoint {
  /// The number as messages show it.
  ///
  /// The sign of a NaN depends on the machine and means nothing, so it is left out.
  package var shown: String { isNaN ? "nan" : "\(self)" }
}

/// "1.5 GiB", "12 MiB", "0.1 KiB".
package func shownBytes(_ bytes: Double) -> String {
  let (unit, name) =
    bytes < 0x1p20 ? (0x1p10, "KiB") : bytes < 0x1p30 ? (0x1p20, "MiB") : (0x1p30, "GiB")
  let tenths = (10 * bytes / unit).rounded()
  let whole = (tenths / 10).rounded(.down)
  return tenths == 10 * whole
    ? "\(Int(min(whole, 1e15))) \(name)"
    : "\(Int(min(whole, 1e15))).\(Int(tenths - 10 * whole)) \(name)"
}
