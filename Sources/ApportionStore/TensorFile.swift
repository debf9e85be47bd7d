import ApportionPrimitives
import ApportionSimulation
import Foundation

/// A file in the safetensors format, as ``Safetensors`` writes it, opened for reading.
struct TensorFile {
  let path: String
  let metadata: [String: String]
  private let entries: [String: Entry]
  /// The whole file, memory-mapped if possible, so that only the requested parts are read.
  private let data: Data
  /// The offset of the first number.
  private let start: Int

  private struct Entry: Decodable {
    var dtype: String
    var shape: [Int]
    var data_offsets: [Int]

    /// The number of bytes of the tensor; nil for an invalid shape.
    func size(ofWord width: Int) -> Int? {
      shape.reduce(width) { (size: Int?, length) in
        guard let size, length >= 0 else { return nil }
        let (product, isTooLarge) = size.multipliedReportingOverflow(by: length)
        return isTooLarge ? nil : product
      }
    }
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

  /// Opens a file and reads its header.
  ///
  /// - Throws: `DataError` if the file does not exist or does not have this format.
  init(path: String) throws {
    switch obstacle(toReading: path) {
    case .missing: throw DataError.missingFile(path: path, looked: [])
    case .unreadable(let reason): throw DataError.unreadable(path: path, reason: reason)
    case nil: break
    }
    let data: Data
    do {
      data = try Data(contentsOf: URL(filePath: path), options: .mappedIfSafe)
    } catch {
      throw DataError.unreadable(path: path, reason: error.localizedDescription)
    }
    self.path = path
    self.data = data
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
    start = 8 + length
  }

  /// The names of all tensors, in order.
  var names: [String] { entries.keys.sorted() }

  /// The shape of a tensor; nil if no tensor has this name.
  func shape(of name: String) -> [Int]? { entries[name]?.shape }

  /// The type of a tensor's numbers in the terms of the format; nil if no tensor has this name.
  func type(of name: String) -> String? { entries[name]?.dtype }

  /// The numbers of a tensor as little-endian words.
  ///
  /// - Throws: `DataError` if it is missing or truncated.
  func words<Word: FixedWidthInteger>(of name: String, as type: Word.Type) throws -> [Word] {
    guard let entry = entries[name], entry.data_offsets.count == 2 else {
      throw DataError.unreadable(path: path, reason: "it has no tensor \(name)")
    }
    let (first, end) = (entry.data_offsets[0], entry.data_offsets[1])
    guard first >= 0, first <= end, end <= data.count - start,
      entry.size(ofWord: MemoryLayout<Word>.size) == end - first,
      let words = LittleEndianWriter.read(Array(data[start + first..<start + end]), as: Word.self)
    else { throw DataError.unreadable(path: path, reason: "its tensor \(name) is cut off") }
    return words
  }

  /// The list of numbers in the metadata under a key.
  ///
  /// - Throws: `DataError` if the key is missing, or one of its items is not a number.
  func list<Number>(_ key: String, _ number: (Substring) -> Number?) throws -> [Number] {
    guard let text = metadata[key] else {
      throw DataError.unreadable(path: path, reason: "its metadata have no `\(key)`")
    }
    return try text.split(separator: ",", omittingEmptySubsequences: false).map {
      guard let number = number($0) else {
        throw DataError.unreadable(
          path: path,
          reason: """
            `\(key)` in its metadata is "\(text)", in which "\($0)" is not a valid number
            """)
      }
      return number
    }
  }
}
