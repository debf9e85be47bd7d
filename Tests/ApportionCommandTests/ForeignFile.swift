import Foundation

/// A file in the safetensors format as another program would write it: to be made, or read and changed.
struct ForeignFile {
  struct Tensor {
    var type = "F32"
    var shape: [Int]
    var bytes: Data

    init(shape: [Int], _ values: [Float]) {
      self.shape = shape
      bytes = values.map(\.bitPattern.littleEndian).withUnsafeBytes { Data($0) }
    }

    init(shape: [Int], labels: [Int64]) {
      (type, self.shape) = ("I64", shape)
      bytes = labels.map(\.littleEndian).withUnsafeBytes { Data($0) }
    }

    init(type: String, shape: [Int], bytes: Data) {
      (self.type, self.shape, self.bytes) = (type, shape, bytes)
    }

    var floats: [Float] {
      get {
        bytes.withUnsafeBytes { bytes in
          (0..<bytes.count / 4).map {
            Float(bitPattern: bytes.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self))
          }
        }
      }
      set { bytes = newValue.withUnsafeBytes { Data($0) } }
    }
  }

  var metadata: [String: String] = [:]
  var tensors: [String: Tensor] = [:]

  init() {}

  init(_ path: String) throws {
    let data = try Data(contentsOf: URL(filePath: path))
    let length = data.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    let header = try JSONSerialization.jsonObject(with: data.dropFirst(8).prefix(length))
    for (name, entry) in header as? [String: [String: Any]] ?? [:] {
      guard let type = entry["dtype"] as? String, let shape = entry["shape"] as? [Int],
        let offsets = entry["data_offsets"] as? [Int]
      else {
        metadata = entry as? [String: String] ?? [:]
        continue
      }
      let bytes = Data(data[8 + length + offsets[0]..<8 + length + offsets[1]])
      tensors[name] = Tensor(type: type, shape: shape, bytes: bytes)
    }
  }

  func write(to path: String) throws {
    var (header, body): ([String: Any], Data) = (["__metadata__": metadata], Data())
    for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
      let start = body.count
      body += tensor.bytes
      header[name] =
        ["dtype": tensor.type, "shape": tensor.shape, "data_offsets": [start, body.count]]
        as [String: Any]
    }
    let text = try JSONSerialization.data(withJSONObject: header)
    let length = withUnsafeBytes(of: UInt64(text.count).littleEndian) { Data($0) }
    let file = URL(filePath: path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try (length + text + body).write(to: file)
  }
}
