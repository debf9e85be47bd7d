import ApportionPrimitives

/// The bytes of a value for hashing: the same on every machine, and different for different values.
///
/// Numbers take eight bytes, little-endian; anything of variable length is preceded by its length.
struct CanonicalBytes {
  private(set) var bytes: [UInt8] = []

  mutating func add(_ number: Int) { add(UInt64(bitPattern: Int64(number))) }

  /// Adds a number; −0 becomes 0, because databases do not store the sign of zero.
  mutating func add(_ number: Double) { add((number + 0).bitPattern) }

  mutating func add(_ text: String) {
    let utf8 = Array(text.utf8)
    add(utf8.count)
    bytes += utf8
  }

  mutating func add(_ digest: Digest) { bytes += digest.bytes }

  /// Adds an optional number after a word that indicates whether it is present.
  mutating func add(_ number: Double?) {
    add(number == nil ? 0 : 1)
    if let number { add(number) }
  }

  mutating func add<Item>(_ items: [Item], _ each: (inout CanonicalBytes, Item) -> Void) {
    add(items.count)
    for item in items { each(&self, item) }
  }

  private mutating func add(_ word: UInt64) {
    withUnsafeBytes(of: word.littleEndian) { bytes += $0 }
  }

  var digest: Digest { Digest(of: bytes) }
}
