extension Double {
  /// The number that a field of a file holds as a whole, or nil.
  ///
  /// The standard initializer reads a text up to its first NUL, so that it takes `1\0abc` for 1.
  ///
  /// - Parameter field: as in Swift: `1`, `-0.5`, `1e-3`, `0x1p3`, `inf`, `nan`; without blanks.
  package init?(field: some StringProtocol) {
    // Of one concrete type, for which the library's code is compiled in place.
    let field = String(field)
    guard !field.utf8.contains(0) else { return nil }
    self.init(field)
  }
}
