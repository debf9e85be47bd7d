/// Philox4x32-10: 128 random bits for each pair of a 64-bit key and a 128-bit counter.
///
/// It has no state, so any thread can compute any block at any time.
///
/// - Source: Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011;
///   the tests contain the known-answer vectors of its library Random123.
package enum Philox {
  /// The block of `counter` under `key`.
  package static func block(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    var (counter, key) = (counter, key)
    for _ in 0..<10 {
      let first = (0xd251_1f53 as UInt32).multipliedFullWidth(by: counter[0])
      let second = (0xcd9e_8d57 as UInt32).multipliedFullWidth(by: counter[2])
      counter = SIMD4(
        second.high ^ counter[1] ^ key[0], second.low,
        first.high ^ counter[3] ^ key[1], first.low)
      key &+= SIMD2(0x9e37_79b9, 0xbb67_ae85)
    }
    return counter
  }

  /// A block with its counter, key and result as 64-bit words, low half first.
  package static func block(
    counter: (UInt64, UInt64), key: UInt64
  ) -> (first: UInt64, second: UInt64) {
    let words = block(
      counter: SIMD4(
        UInt32(truncatingIfNeeded: counter.0), UInt32(truncatingIfNeeded: counter.0 >> 32),
        UInt32(truncatingIfNeeded: counter.1), UInt32(truncatingIfNeeded: counter.1 >> 32)),
      key: SIMD2(UInt32(truncatingIfNeeded: key), UInt32(truncatingIfNeeded: key >> 32)))
    return (
      UInt64(words[0]) | UInt64(words[1]) << 32,
      UInt64(words[2]) | UInt64(words[3]) << 32
    )
  }
}
