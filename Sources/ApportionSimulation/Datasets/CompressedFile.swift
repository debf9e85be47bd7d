import ApportionPrimitives
import CZlib
import Foundation

/// The bytes of a file, unpacked if it is gzipped.
///
/// - Parameters:
///   - path: taken from the working directory.
///   - limit: the most bytes that are read. A small gzip stream may hold more than any memory.
/// - Returns: the bytes.
/// - Throws: ``DataError``: no such file, unreadable, too large, or a damaged or truncated gzip stream.
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
    // A stream that stops short still hands over what it has; only the code tells.
    if got < 0 || code < 0 {
      throw DataError.unreadable(
        path: path,
        reason: "\(message.split(separator: ": ").last ?? "damaged gzip"); fetch it again")
    }
    if got == 0 { return bytes }
  }
}

/// Unpacks a zlib stream that is part of this program.
///
/// - Parameters:
///   - base64: the stream as text; white space is skipped.
///   - count: how many bytes it unpacks to.
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
