extension FloatingPoint {
  /// The number as messages show it. The sign of a NaN depends on the machine and means nothing.
  package var shown: String { isNaN ? "nan" : "\(self)" }
}
