/// A set of players, numbered from 0 to 1,023.
///
/// Players 0 to 63 are the bits of one word; higher players are stored in a separate array, which is nil
/// if the coalition has none of them. So 2²⁰ coalitions of up to 64 players take 16 MiB; with sixteen
/// words stored inline they would take 128 MiB.
///
/// As a sequence, it yields its members in increasing order.
public struct Coalition: Hashable, Sendable {
  /// Players 0 to 63.
  @usableFromInline let low: UInt64
  /// Players from 64 on, 64 per word, with a last word other than 0; nil if the coalition has none.
  @usableFromInline let high: [UInt64]?

  @inlinable init(low: UInt64) { (self.low, high) = (low, nil) }

  /// The coalition whose members are the bits set in `words`, lowest players first.
  init(words: [UInt64]) {
    low = words.first ?? 0
    guard let last = words.lastIndex(where: { $0 != 0 }), last > 0 else {
      high = nil
      return
    }
    high = Array(words[1...last])
  }

  /// The coalition at `index` of a complete table: player p is a member if bit p is set.
  @inlinable public init(index: Int) { self.init(low: UInt64(index)) }

  /// The position of the coalition in a complete table.
  ///
  /// - Precondition: all members are below 63.
  @inlinable public var index: Int {
    precondition(high == nil, "a coalition with players above 62 has no index")
    return Int(low)
  }

  /// The largest possible number of players.
  public static let capacity = 1024

  /// Creates the coalition of the given players.
  ///
  /// - Parameter members: players from 0 to 1,023.
  public init(_ members: some Sequence<Int>) {
    var words: [UInt64] = [0]
    for player in members {
      Self.check(player)
      while player >> 6 >= words.count { words.append(0) }
      words[player >> 6] |= 1 << UInt64(player & 63)
    }
    self.init(words: words)
  }

  /// The empty coalition ∅.
  public static let empty = Coalition(low: 0)

  /// All 2ⁿ coalitions of the players `0..<count`, in the order of ``index``.
  package static func all(_ count: Int) -> [Coalition] {
    (0..<1 << count).map(Coalition.init(index:))
  }

  /// The grand coalition *N* of the players `0..<count`.
  public static func grand(_ count: Int) -> Coalition {
    precondition((0...capacity).contains(count), "a game has 0 to 1024 players, not \(count)")
    if count <= 64 { return Coalition(low: count == 64 ? .max : 1 << UInt64(count) - 1) }
    return Coalition(
      words: stride(from: 0, to: count, by: 64).map {
        count - $0 >= 64 ? .max : 1 << UInt64(count - $0) - 1
      })
  }

  /// The number of members.
  @inlinable public var count: Int {
    var count = low.nonzeroBitCount
    if let high { for word in high { count += word.nonzeroBitCount } }
    return count
  }

  /// Whether the coalition has no members.
  @inlinable public var isEmpty: Bool { low == 0 && high == nil }

  /// Whether `player` is a member.
  @inlinable public func contains(_ player: Int) -> Bool {
    if player < 64 { return low >> UInt64(player) & 1 != 0 }
    guard let high, player >> 6 <= high.count else { return false }
    return high[player >> 6 - 1] >> UInt64(player & 63) & 1 != 0
  }

  /// The coalition with `player` added.
  @inlinable public func inserting(_ player: Int) -> Coalition {
    if player < 64, high == nil { return Coalition(low: low | 1 << UInt64(player)) }
    return union(Coalition(CollectionOfOne(player)))
  }

  /// The coalition without `player`.
  @inlinable public func removing(_ player: Int) -> Coalition {
    if player < 64, high == nil { return Coalition(low: low & ~(1 << UInt64(player))) }
    return subtracting(Coalition(CollectionOfOne(player)))
  }

  /// The players in either coalition.
  @inlinable public func union(_ other: Coalition) -> Coalition {
    if high == nil, other.high == nil { return Coalition(low: low | other.low) }
    return combined(with: other) { $0 | $1 }
  }

  /// The players in both coalitions.
  @inlinable public func intersection(_ other: Coalition) -> Coalition {
    if high == nil || other.high == nil { return Coalition(low: low & other.low) }
    return combined(with: other) { $0 & $1 }
  }

  /// The members that are not in `other`; `.grand(n).subtracting(s)` is the complement *N∖S*.
  @inlinable public func subtracting(_ other: Coalition) -> Coalition {
    if high == nil { return Coalition(low: low & ~other.low) }
    return combined(with: other) { $0 & ~$1 }
  }

  /// Whether all members are also members of `other`.
  @inlinable public func isSubset(of other: Coalition) -> Bool { subtracting(other).isEmpty }

  /// The members in increasing order.
  public var members: [Int] { Array(self) }

  /// The words whose bits are the members, lowest players first.
  var words: [UInt64] { [low] + (high ?? []) }

  @usableFromInline func combined(
    with other: Coalition, by operation: (UInt64, UInt64) -> UInt64
  ) -> Coalition {
    let (own, others) = (words, other.words)
    return Coalition(
      words: (0..<Swift.max(own.count, others.count)).map {
        operation($0 < own.count ? own[$0] : 0, $0 < others.count ? others[$0] : 0)
      })
  }

  private static func check(_ player: Int) {
    precondition((0..<capacity).contains(player), "a player is from 0 to 1023, not \(player)")
  }
}

extension Coalition: Sequence {
  /// An iterator over the members of a coalition in increasing order.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var rest: UInt64
    @usableFromInline var word = 0
    @usableFromInline let high: [UInt64]?

    @inlinable init(_ coalition: Coalition) { (rest, high) = (coalition.low, coalition.high) }

    @inlinable public mutating func next() -> Int? {
      while rest == 0 {
        guard let high, word < high.count else { return nil }
        rest = high[word]
        word += 1
      }
      defer { rest &= rest - 1 }
      return word << 6 + rest.trailingZeroBitCount
    }
  }

  @inlinable public func makeIterator() -> Iterator { Iterator(self) }

  @inlinable public var underestimatedCount: Int { count }
}

extension Coalition: CustomStringConvertible {
  public var description: String {
    "{" + members.map(String.init).joined(separator: ", ") + "}"
  }
}

/// A coalition is encoded as the list of its members.
extension Coalition: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let members = try container.decode([Int].self)
    guard let stranger = members.first(where: { !(0..<Self.capacity).contains($0) }) else {
      self.init(members)
      return
    }
    throw DecodingError.dataCorruptedError(
      in: container, debugDescription: "a player is from 0 to 1023, not \(stranger)")
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(members)
  }
}
