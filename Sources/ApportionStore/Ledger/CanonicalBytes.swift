import ApportionPrimitives

/// The bytes that stand for a value where it is hashed: the same on every machine, and no two values'
/// the same.
///
/// Numbers take eight bytes, little-endian; what has a length begins with it.
struct CanonicalBytes {
  private(set) var bytes: [UInt8] = []

  mutating func add(_ number: Int) { add(UInt64(bitPattern: Int64(number))) }

  /// Databases keep no minus before zero, so none is told here.
  mutating func add(_ number: Double) { add((number + 0).bitPattern) }

  mutating func add(_ text: String) {
    let utf8 = Array(text.utf8)
    add(utf8.count)
    bytes += utf8
  }

  mutating func add(_ digest: Digest) { bytes += digest.bytes }

  /// What may be missing, after a word that says whether it is there.
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
