import ApportionSimulation

extension TensorFile {
  /// The numbers of a tensor of any floating-point type, and its shape.
  ///
  /// `F16` and `BF16` become `Float` exactly; `F64` is rounded to the nearest value, or to infinity beyond
  /// the range.
  ///
  /// - Throws: `DataError` if it is missing, of another type, or truncated.
  func floats(_ name: String) throws -> (values: [Float], shape: [Int]) {
    let values: [Float]
    switch type(of: name) {
    case "F32": values = try words(of: name, as: UInt32.self).map(Float.init(bitPattern:))
    case "F64":
      values = try words(of: name, as: UInt64.self).map { Float(Double(bitPattern: $0)) }
    case "F16": values = try words(of: name, as: UInt16.self).map(Float.init(half:))
    case "BF16":
      values = try words(of: name, as: UInt16.self).map { Float(bitPattern: UInt32($0) << 16) }
    case let other: throw wrongType(of: name, other, expected: "F32, F64, F16 or BF16")
    }
    return (values, shape(of: name) ?? [])
  }

  /// The numbers of a tensor of any integer type, exactly, and its shape.
  ///
  /// - Throws: `DataError` if it is missing, of another type, or truncated.
  func integers(_ name: String) throws -> (values: [Int64], shape: [Int]) {
    let values: [Int64]
    switch type(of: name) {
    case "I64": values = try words(of: name, as: Int64.self)
    case "I32": values = try words(of: name, as: Int32.self).map(Int64.init)
    case "I16": values = try words(of: name, as: Int16.self).map(Int64.init)
    case "I8": values = try words(of: name, as: Int8.self).map(Int64.init)
    case "U8": values = try words(of: name, as: UInt8.self).map(Int64.init)
    case let other: throw wrongType(of: name, other, expected: "I64, I32, I16, I8 or U8")
    }
    return (values, shape(of: name) ?? [])
  }

  /// A note that numbers were rounded; nil if none are in double precision.
  var roundingNote: String? {
    names.contains { type(of: $0) == "F64" }
      ? "\(path.split(separator: "/").last ?? ""): numbers of type F64 were rounded to F32, the precision of every model here"
      : nil
  }

  private func wrongType(of name: String, _ found: String?, expected: String) -> DataError {
    guard let found else {
      let most = 8
      let shown = names.prefix(most).joined(separator: ", ")
      let more = names.count > most ? " and \(names.count - most) more" : ""
      return .unreadable(
        path: path,
        reason: "it has no tensor \(name); it has \(names.isEmpty ? "none" : shown + more)")
    }
    return .unreadable(
      path: path,
      reason: "its tensor \(name) has numbers of type \(found), but must have \(expected)")
  }
}

extension Float {
  /// The number that 16 bits encode in half precision: a sign, 5 bits of exponent, 10 of significand.
  ///
  /// - Source: IEEE 754-2019, section 3.6, binary16.
  package init(half bits: UInt16) {
    let (exponent, fraction) = (Int(bits >> 10 & 0x1f), Float(bits & 0x3ff))
    let magnitude: Float =
      switch exponent {
      case 0: fraction * 0x1p-24
      case 0x1f: fraction == 0 ? .infinity : .nan
      default: Float(sign: .plus, exponent: exponent - 15, significand: 1 + fraction * 0x1p-10)
      }
    self = bits >> 15 == 0 ? magnitude : -magnitude
  }
}
