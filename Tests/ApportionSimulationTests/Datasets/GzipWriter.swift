/// Bytes as a gzip file whose one deflate block is stored, not compressed.
///
/// - Source: RFC 1952 for the frame and its CRC-32, RFC 1951 section 3.2.4 for the block.
func gzipped(_ bytes: [UInt8]) -> [UInt8] {
  precondition(bytes.count < 1 << 16, "a stored block holds no more than 65,535 bytes")
  func word(_ value: UInt32, bytes count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
  }
  var crc: UInt32 = 0xffff_ffff
  for byte in bytes {
    crc ^= UInt32(byte)
    for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xedb8_8320 : crc >> 1 }
  }
  let header: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]
  let length = UInt32(bytes.count)
  return header + [1] + word(length, bytes: 2) + word(~length, bytes: 2) + bytes
    + word(~crc, bytes: 4) + word(length, bytes: 4)
}
