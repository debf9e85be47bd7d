/// Converts numbers to and from the bytes of a blob, little-endian.
enum LittleEndianWriter {
  static func bytes<Word: FixedWidthInteger>(_ words: [Word]) -> [UInt8] {
    words.map { $0.littleEndian }.withUnsafeBytes { Array($0) }
  }

  /// Reads numbers; nil if the number of bytes is not a multiple of the word size.
  static func read<Word: FixedWidthInteger>(_ bytes: [UInt8], as: Word.Type) -> [Word]? {
    let width = MemoryLayout<Word>.size
    guard bytes.count % width == 0 else { return nil }
    return bytes.withUnsafeBytes { bytes in
      stride(from: 0, to: bytes.count, by: width).map {
        Word(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: Word.self))
      }
    }
  }
}
