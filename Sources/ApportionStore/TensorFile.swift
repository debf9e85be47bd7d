import ApportionSimulation
import Foundation

/// A file in the safetensors format, as ``Safetensors`` writes it, opened for reading.
struct TensorFile {
  let path: String
  let metadata: [String: String]
  private let entries: [String: Entry]
  private let body: Data

  private struct Entry: Decodable {
    var dtype: String
    var shape: [Int]
    var data_offsets: [Int]
  }

  private struct Header: Decodable {
    var metadata: [String: String] = [:]
    var entries: [String: Entry] = [:]

    struct Key: CodingKey {
      var stringValue: String
      var intValue: Int? { nil }
      init(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      for key in container.allKeys {
        if key.stringValue == "__metadata__" {
          metadata = try container.decode([String: String].self, forKey: key)
        } else {
          entries[key.stringValue] = try container.decode(Entry.self, forKey: key)
        }
      }
    }
  }

  /// - Throws: `DataError` where there is no such file, or it is not of this format.
  init(path: String) throws {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw DataError.missingFile(path: path, looked: [])
    }
    self.path = path
    let length =
      data.count < 8
      ? nil
      : data.withUnsafeBytes {
        Int(exactly: UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)))
      }
    guard let length, length <= data.count - 8,
      let header = try? JSONDecoder().decode(Header.self, from: data[8..<8 + length])
    else { throw DataError.unreadable(path: path, reason: "its header is not that of safetensors") }
    metadata = header.metadata
    entries = header.entries
    body = Data(data[(8 + length)...])
  }

  /// The numbers of a tensor and its shape.
  ///
  /// - Parameters:
  ///   - name: of the tensor.
  ///   - type: what the format calls it, `F32` or `I64`.
  /// - Returns: the numbers as little-endian words.
  /// - Throws: `DataError` where it is missing, of another type, or cut off.
  func tensor<Word: FixedWidthInteger>(
    _ name: String, type: String
  ) throws -> (words: [Word], shape: [Int]) {
    guard let entry = entries[name], entry.dtype == type, entry.data_offsets.count == 2 else {
      throw DataError.unreadable(path: path, reason: "it has no tensor \(name) of type \(type)")
    }
    let (start, end) = (entry.data_offsets[0], entry.data_offsets[1])
    let size = entry.shape.reduce(MemoryLayout<Word>.size, *)
    guard start >= 0, start <= end, end <= body.count, end - start == size,
      let words = Words.read(Array(body[start..<end]), as: Word.self)
    else { throw DataError.unreadable(path: path, reason: "its tensor \(name) is cut off") }
    return (words, entry.shape)
  }

  /// What the metadata say under a key, item by item.
  ///
  /// - Throws: `DataError` where there are none, or one of them is not what it should be.
  func list<Item: LosslessStringConvertible>(_ key: String, of: Item.Type) throws -> [Item] {
    let items = metadata[key]?.split(separator: ",").map { Item(String($0)) } ?? [nil]
    guard !items.contains(where: { $0 == nil }) else {
      throw DataError.unreadable(
        path: path, reason: "its metadata have no `\(key)`, or a wrong one")
    }
    return items.compactMap(\.self)
  }
}
