extension Double {
  /// The number in a field of a file, or nil if the whole field is not a number.
  ///
  /// The standard initializer reads a text only up to its first NUL, so it would read `1\0abc` as 1.
  ///
  /// - Parameter field: a number in Swift's notation without blanks: `1`, `-0.5`, `1e-3`, `0x1p3`,
  ///   `inf`, `nan`.
  package init?(field: some StringProtocol) {
    // Converted to one concrete type, for which the library's code is specialised.
    let field = String(field)
    guard !field.utf8.contains(0) else { return nil }
    self.init(field)
  }
}
