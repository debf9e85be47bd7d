/// Reads the IDX format: a header of big-endian 32-bit numbers, then bytes.
///
/// - Source: LeCun, Cortes & Burges, "The MNIST database", section "File formats".
enum IDXReader {
  /// Images as bytes, which take a quarter of the memory of features.
  struct Images {
    var bytes: ArraySlice<UInt8>
    var pixels: Int
    var labels: [Int32]

    /// The pixels divided by 255.
    var features: some Sequence<Float> { bytes.lazy.map { Float($0) / 255 } }
  }

  static func images(
    _ path: String, labels labelPath: String, folder: String, classes: Int, limit: Int?
  ) throws -> Images {
    let (dimensions, pixels) = try array(path, magic: 0x803, what: "images")
    let (labelDimensions, labels) = try array(labelPath, magic: 0x801, what: "labels")
    guard dimensions[0] == labelDimensions[0] else {
      throw DataError.countMismatch(
        images: dimensions[0], labels: labelDimensions[0], folder: folder)
    }
    guard !pixels.isEmpty else { throw DataError.emptyFile(path: path) }
    if let item = labels.firstIndex(where: { Int($0) >= classes }) {
      throw DataError.labelOutOfRange(
        path: labelPath, item: item - labels.startIndex + 1, label: Int(labels[item]),
        classes: classes)
    }
    let count = min(limit ?? labels.count, labels.count)
    let size = dimensions[1] * dimensions[2]
    return Images(
      bytes: pixels.prefix(count * size), pixels: size,
      labels: labels.prefix(count).map(Int32.init))
  }

  /// The dimensions and the bytes of one file.
  private static func array(
    _ path: String, magic: UInt32, what: String
  ) throws -> (dimensions: [Int], bytes: ArraySlice<UInt8>) {
    let bytes = try contents(ofFile: path)
    func word(_ index: Int) -> UInt32 {
      bytes[4 * index..<4 * index + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
    guard bytes.count >= 4 else {
      throw DataError.truncated(path: path, expected: 4, found: bytes.count)
    }
    guard word(0) == magic else {
      throw DataError.badIDXHeader(path: path, found: word(0), expected: magic, what: what)
    }
    let rank = Int(magic & 0xff)
    let header = 4 + 4 * rank
    guard bytes.count >= header else {
      throw DataError.truncated(path: path, expected: header, found: bytes.count)
    }
    let dimensions = (1...rank).map { Int(word($0)) }
    // In floating point, because the product of a damaged header's dimensions can exceed 64 bits.
    let announced = dimensions.reduce(1.0) { $0 * Double($1) }
    let expected = header + Int(min(announced, 0x1p60))
    guard bytes.count >= expected else {
      throw DataError.truncated(path: path, expected: expected, found: bytes.count)
    }
    guard bytes.count == expected else {
      throw DataError.trailingBytes(path: path, expected: expected)
    }
    return (dimensions, bytes[header...])
  }
}
