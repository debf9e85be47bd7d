extension FloatingPoint {
  /// The number as messages show it.
  ///
  /// The sign of a NaN depends on the machine and means nothing, so it is left out.
  package var shown: String { isNaN ? "nan" : "\(self)" }
}
