import ApportionPrimitives
import CZlib
import Foundation

/// The bytes of a file, decompressed if it is gzipped.
///
/// - Parameters:
///   - path: relative to the working directory.
///   - limit: the largest number of bytes to read, because a small gzip stream can decompress to more
///     than the memory holds.
/// - Returns: the bytes.
/// - Throws: ``DataError`` if the file is missing, unreadable or too large, or if its gzip stream is
///   damaged or truncated.
package func contents(ofFile path: String, limit: Int = 1 << 30) throws -> [UInt8] {
  switch obstacle(toReading: path) {
  case .missing: throw DataError.missingFile(path: path, looked: [])
  case .unreadable(let reason): throw DataError.unreadable(path: path, reason: reason)
  case nil: break
  }
  guard let file = gzopen(path, "rb") else {
    throw DataError.unreadable(path: path, reason: "it cannot be opened")
  }
  defer { _ = gzclose(file) }
  var bytes = [UInt8]()
  let blockSize = 1 << 20
  while true {
    var got: Int32 = 0
    let block = [UInt8](unsafeUninitializedCapacity: blockSize) { buffer, count in
      if let base = buffer.baseAddress { got = gzread(file, base, UInt32(blockSize)) }
      count = Int(max(got, 0))
    }
    guard bytes.count + block.count <= limit else {
      throw DataError.largeFile(path: path, limit: limit)
    }
    bytes += block
    var code: Int32 = 0
    let message = String(cString: gzerror(file, &code))
    // For a truncated stream, gzread still returns the data before the end; only the code shows the error.
    if got < 0 || code < 0 {
      throw DataError.unreadable(
        path: path,
        reason: "\(message.split(separator: ": ").last ?? "damaged gzip"); fetch the file again")
    }
    if got == 0 { return bytes }
  }
}

/// Decompresses a zlib stream that is embedded in this program.
///
/// - Parameters:
///   - base64: the stream as base64 text; white space is skipped.
///   - count: the number of bytes after decompression.
/// - Returns: the bytes.
func embedded(_ base64: String, count: Int) -> [UInt8] {
  guard let packed = Data(base64Encoded: base64, options: .ignoreUnknownCharacters) else {
    preconditionFailure("embedded data is not base64")
  }
  return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
    var length = UInt(count)
    let status = packed.withUnsafeBytes { input in
      guard let out = buffer.baseAddress,
        let bytes = input.bindMemory(to: UInt8.self).baseAddress
      else { return Int32(-1) }
      return uncompress(out, &length, bytes, UInt(packed.count))
    }
    precondition(status == 0 && length == UInt(count), "embedded data does not unpack")
    initialized = count
  }
}
