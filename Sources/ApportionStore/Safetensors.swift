import Foundation

/// Tensors in one file in the safetensors format.
///
/// The file has an 8-byte length, a JSON header of that length, then the numbers, little-endian.
///
/// - Source: the safetensors format, https://github.com/huggingface/safetensors.
struct Safetensors {
  private var entries: [String] = []
  private var body = Data()
  private let metadata: [(key: String, value: String)]

  /// Creates a file without tensors.
  ///
  /// - Parameter metadata: written in the given order, so that equal contents give equal files.
  init(metadata: [(key: String, value: String)] = []) { self.metadata = metadata }

  mutating func add(_ name: String, shape: [Int], _ values: some Collection<Float>) {
    add(name, type: "F32", shape: shape, values.map { $0.bitPattern.littleEndian })
  }

  mutating func add(_ name: String, shape: [Int], _ values: some Collection<Int64>) {
    add(name, type: "I64", shape: shape, values.map(\.littleEndian))
  }

  private mutating func add<Word>(_ name: String, type: String, shape: [Int], _ words: [Word]) {
    let start = body.count
    words.withUnsafeBytes { body.append(contentsOf: $0) }
    let sizes = shape.map(String.init).joined(separator: ",")
    entries.append(
      "\(quoted(name)):{\"dtype\":\"\(type)\",\"shape\":[\(sizes)],"
        + "\"data_offsets\":[\(start),\(body.count)]}")
  }

  /// The whole file.
  var data: Data {
    let pairs = metadata.map { "\(quoted($0.key)):\(quoted($0.value))" }
    let head = pairs.isEmpty ? [] : ["\"__metadata__\":{\(pairs.joined(separator: ","))}"]
    var header = Data("{\((head + entries).joined(separator: ","))}".utf8)
    // Spaces at the end of the header align the numbers to a multiple of 8 bytes.
    header.append(
      contentsOf: Array(repeating: UInt8(ascii: " "), count: (8 - header.count % 8) % 8))
    let length = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) }
    return length + header + body
  }

  private func quoted(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar in
      switch scalar {
      case "\"", "\\": "\\\(scalar)"
      case _ where scalar.value < 0x20:
        "\\u" + String(repeating: "0", count: scalar.value < 0x10 ? 3 : 2)
          + String(scalar.value, radix: 16)
      default: String(scalar)
      }
    }
    return "\"" + escaped.joined() + "\""
  }
}
