/// A reproducible stream of random numbers that is split into child streams by name.
///
/// `stream.child("round", 3).child("client", 7)` gives the same numbers in every run and on every
/// thread, regardless of the numbers drawn from `stream` before. The seed is the key of `Philox`, and
/// the path of names, hashed to 64 bits, is the upper half of its counter. Streams with the same seed
/// therefore share no block unless their hashes collide.
public struct RandomStream: RandomNumberGenerator, Codable, Hashable, Sendable {
  private let seed: UInt64
  private let path: UInt64
  private var drawn: UInt64 = 0
  private var spare: UInt64 = 0

  /// The root stream of an experiment, from which all its other streams are derived.
  public init(seed: UInt64) {
    self.init(seed: seed, path: 0)
  }

  private init(seed: UInt64, path: UInt64) {
    (self.seed, self.path) = (seed, path)
  }

  /// The child stream with a name and an index, for one part of the work.
  public func child(_ label: String, _ index: Int = 0) -> RandomStream {
    let labelHash = label.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {  // FNV-1a
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    let counter = (UInt64(bitPattern: Int64(index)), path)
    return RandomStream(seed: seed, path: Philox.block(counter: counter, key: labelHash).first)
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    defer { drawn += 1 }
    if drawn % 2 == 1 { return spare }
    let block = Philox.block(counter: (drawn / 2, path), key: seed)
    spare = block.second
    return block.first
  }
}
