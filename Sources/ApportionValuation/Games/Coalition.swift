/// A set of players, numbered from 0.
///
/// At most 128 players, so that a coalition is two registers wide and free to copy.
public struct Coalition: Hashable, Sendable {
  @usableFromInline let bits: UInt128

  @usableFromInline init(bits: UInt128) { self.bits = bits }

  /// The coalition at `index` of a complete table: player p takes part where bit p is set.
  @inlinable public init(index: Int) { bits = UInt128(index) }

  /// Where the coalition stands in a complete table.
  ///
  /// - Precondition: its players are below 63.
  @inlinable public var index: Int { Int(bits) }

  /// The most players there can be.
  public static let capacity = 128

  /// - Parameter members: players from 0 to 127.
  public init(_ members: some Sequence<Int>) {
    bits = members.reduce(0) { $0 | 1 << UInt128($1) }
  }

  /// Nobody.
  public static let empty = Coalition(bits: 0)

  /// Everybody: players `0..<count`, the grand coalition *N*.
  public static func grand(_ count: Int) -> Coalition {
    precondition((0...capacity).contains(count), "a game has 0 to 128 players, not \(count)")
    return Coalition(bits: count == capacity ? .max : (1 << UInt128(count)) - 1)
  }

  @inlinable public var count: Int { bits.nonzeroBitCount }

  @inlinable public func contains(_ player: Int) -> Bool {
    bits & (1 << UInt128(player)) != 0
  }

  @inlinable public func inserting(_ player: Int) -> Coalition {
    Coalition(bits: bits | (1 << UInt128(player)))
  }

  @inlinable public func removing(_ player: Int) -> Coalition {
    Coalition(bits: bits & ~(1 << UInt128(player)))
  }

  /// The players who take part, in order.
  public var members: [Int] {
    var (rest, members) = (bits, [Int]())
    while rest != 0 {
      members.append(rest.trailingZeroBitCount)
      rest &= rest - 1
    }
    return members
  }
}

extension Coalition: CustomStringConvertible {
  public var description: String {
    "{" + members.map(String.init).joined(separator: ", ") + "}"
  }
}
