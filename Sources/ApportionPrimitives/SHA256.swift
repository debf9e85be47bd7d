import CApportionKernels

/// The SHA-256 digest of bytes that are given in parts.
///
/// It uses the processor's SHA-256 instructions if they exist.
///
/// - Source: FIPS 180-4, sections 4.1.2, 5.1.1, 5.3.3 and 6.2.2.
/// - Cost: one pass over the bytes: half a nanosecond per byte with these instructions, six without.
public struct SHA256: Sendable {
  private var state = SIMD8<UInt32>(
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab,
    0x5be0_cd19)
  /// The bytes that do not fill a block yet.
  private var rest: [UInt8] = []
  private var byteCount: UInt64 = 0
  private let instructions: apportion_sha256_blocks?

  private static let blockSize = 64

  /// Determined only once, because the query is slow on virtual machines.
  private static let instructions = apportion_sha256_instructions()
  private static let usesInstructions = Kernels.current.name != "portable"

  /// A digest of no bytes yet.
  public init() { self.init(usingInstructions: Self.usesInstructions) }

  /// A digest of no bytes yet, computed with or without the processor's instructions.
  ///
  /// - Parameter usingInstructions: whether to use the processor's instructions, if they exist; it
  ///   changes no digest.
  package init(usingInstructions: Bool) {
    instructions = usingInstructions ? Self.instructions : nil
  }

  /// Appends bytes to the digested message.
  public mutating func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }

  /// Appends bytes to the digested message.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    byteCount += UInt64(bytes.count)
    var bytes = bytes[...]
    if !rest.isEmpty {
      let missing = bytes.prefix(Self.blockSize - rest.count)
      rest += missing
      bytes = bytes.dropFirst(missing.count)
      guard rest.count == Self.blockSize else { return }
      rest.withUnsafeBytes { compress($0[...]) }
      rest = []
    }
    let end = bytes.endIndex - bytes.count % Self.blockSize
    compress(bytes[..<end])
    rest += bytes[end...]
  }

  /// The digest of all bytes given.
  public consuming func finalized() -> Digest {
    let bitCount = byteCount * 8
    let zeros = (2 * Self.blockSize - 9 - rest.count) % Self.blockSize
    update([0x80] + [UInt8](repeating: 0, count: zeros))
    update((0..<8).map { UInt8(truncatingIfNeeded: bitCount >> (56 - 8 * $0)) })
    return Digest(
      bytes: (0..<32).map { UInt8(truncatingIfNeeded: state[$0 / 4] >> (24 - 8 * ($0 % 4))) })
  }

  /// Updates the state with whole blocks.
  private mutating func compress(_ blocks: UnsafeRawBufferPointer.SubSequence) {
    let bytes = UnsafeRawBufferPointer(rebasing: blocks)
    guard let start = bytes.baseAddress, !bytes.isEmpty else { return }
    if let instructions {
      return withUnsafeMutableBytes(of: &state) { words in
        guard let words = words.baseAddress else { return }
        instructions(
          words.assumingMemoryBound(to: UInt32.self), start.assumingMemoryBound(to: UInt8.self),
          bytes.count / Self.blockSize)
      }
    }
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { schedule in
      for start in stride(from: 0, to: bytes.count, by: Self.blockSize) {
        for t in 0..<16 {
          schedule[t] = UInt32(
            bigEndian: bytes.loadUnaligned(fromByteOffset: start + 4 * t, as: UInt32.self))
        }
        for t in 16..<64 {
          let (near, far) = (schedule[t - 2], schedule[t - 15])
          let small0 = rotated(far, 7) ^ rotated(far, 18) ^ (far >> 3)
          let small1 = rotated(near, 17) ^ rotated(near, 19) ^ (near >> 10)
          schedule[t] = small1 &+ schedule[t - 7] &+ small0 &+ schedule[t - 16]
        }
        mix(UnsafeBufferPointer(schedule))
      }
    }
  }

  /// The 64 steps of one block.
  private mutating func mix(_ schedule: UnsafeBufferPointer<UInt32>) {
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for (word, constant) in zip(schedule, Self.constants) {
      let big1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
      let t1 = h &+ big1 &+ ((e & f) ^ (~e & g)) &+ constant &+ word
      let big0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
      let t2 = big0 &+ ((a & b) ^ (a & c) ^ (b & c))
      (h, g, f, e, d, c, b, a) = (g, f, e, d &+ t1, c, b, a, t1 &+ t2)
    }
    state &+= SIMD8(a, b, c, d, e, f, g, h)
  }

  /// `word` rotated to the right by `places` bits.
  private func rotated(_ word: UInt32, _ places: UInt32) -> UInt32 {
    word >> places | word << (32 - places)
  }

  /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
  private static let constants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
    0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe,
    0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f,
    0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da, 0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
    0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc,
    0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
    0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070, 0x19a4_c116,
    0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
    0xc671_78f2,
  ]
}

/// A SHA-256 digest: 32 bytes that identify a message.
public struct Digest: Hashable, Sendable, CustomStringConvertible {
  /// The 32 bytes.
  public let bytes: [UInt8]

  /// A digest with the given bytes.
  ///
  /// - Precondition: there are 32 bytes.
  public init(bytes: [UInt8]) {
    precondition(bytes.count == 32, "a SHA-256 digest has 32 bytes, not \(bytes.count)")
    self.bytes = bytes
  }

  /// The digest as 64 lower-case hexadecimal digits.
  public var description: String {
    let digits = Array("0123456789abcdef")
    return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }
}
