package import ApportionPrimitives

/// The coalitions of one size, numbered, so that they can be drawn without repetition.
package struct Combinations {
  package let players: Int
  package let size: Int
  /// The number of coalitions, or nil if it is above 2⁶².
  package let count: Int?

  package init(of players: Int, size: Int) {
    (self.players, self.size) = (players, size)
    count = Self.binomial(players, size)
  }

  /// Coalition number `rank`, in lexicographic order of the members.
  ///
  /// - Precondition: `count` is not nil, and `rank` is below it.
  package subscript(rank: Int) -> Coalition {
    var members: [Int] = []
    var (rank, left) = (rank, size)
    // The number of coalitions whose next member is the current player, given those chosen before.
    var block = left > 0 ? Self.binomial(players - 1, left - 1) ?? 0 : 0
    for player in 0..<players where left > 0 {
      let remaining = players - player - 1
      if rank < block {
        members.append(player)
        // C(r − 1, l − 2) = C(r, l − 1) (l − 1) / r, and r = 0 only if no player is left to choose.
        block = remaining > 0 ? Self.scaled(block, by: left - 1, over: remaining) : 0
        left -= 1
      } else {
        rank -= block
        // C(r − 1, l − 1) = C(r, l − 1) (r − l + 1) / r
        block =
          remaining > 0 ? Self.scaled(block, by: remaining - left + 1, over: remaining) : 0
      }
    }
    return Coalition(members)
  }

  /// The binomial coefficient n over k, or nil if it is above 2⁶².
  package static func binomial(_ n: Int, _ k: Int) -> Int? {
    guard k >= 0, k <= n else { return 0 }
    var value: UInt = 1
    for step in 0..<min(k, n - k) {
      // The quotients increase up to the result: if one does not fit, the result does not either.
      let (divisor, product) = (UInt(step + 1), value.multipliedFullWidth(by: UInt(n - step)))
      guard product.high < divisor else { return nil }
      value = divisor.dividingFullWidth(product).quotient
      if value > 1 << 62 { return nil }
    }
    return Int(value)
  }

  private static func scaled(_ value: Int, by factor: Int, over divisor: Int) -> Int {
    divisor.dividingFullWidth(value.multipliedFullWidth(by: factor)).quotient
  }
}

extension RandomStream {
  /// A uniformly random coalition of `size` of the players.
  package mutating func coalition(of players: Int, size: Int) -> Coalition {
    // Floyd's algorithm: one draw for each member, whatever the number of players.
    // Source: Bentley & Floyd, "A sample of brilliance", Communications of the ACM 30(9), 1987.
    var chosen = Coalition.empty
    for last in players - size..<players {
      let player = integer(below: last + 1)
      chosen = chosen.inserting(chosen.contains(player) ? last : player)
    }
    return chosen
  }
}

/// A random permutation of `0..<count` of which any entry can be computed without the others.
///
/// The halves of a number's bits are mixed into one another in eight rounds, which is one to one on
/// 0..<4ʰ; results outside `0..<count` are mixed again until they are inside.
///
/// - Source: Luby & Rackoff, "How to construct pseudorandom permutations", SIAM Journal on Computing
///   17(2), 1988; Black & Rogaway, "Ciphers with arbitrary finite domains", CT-RSA 2002 (cycle walking);
///   the halves are mixed by the finaliser of SplitMix64: Steele, Lea & Flood, OOPSLA 2014.
package struct FeistelPermutation {
  package let count: Int
  private let halfBits: Int
  private let keys: [UInt64]

  package init(count: Int, using stream: RandomStream) {
    self.count = count
    halfBits = max(1, (Int.bitWidth - max(count - 1, 1).leadingZeroBitCount + 1) / 2)
    var stream = stream
    keys = (0..<8).map { _ in stream.next() }
  }

  package subscript(place: Int) -> Int {
    var value = UInt64(place)
    repeat { value = mixed(value) } while value >= UInt64(count)
    return Int(value)
  }

  private func mixed(_ value: UInt64) -> UInt64 {
    let mask = (1 as UInt64) << UInt64(halfBits) - 1
    var (left, right) = (value >> UInt64(halfBits), value & mask)
    for key in keys {
      var noise = right ^ key
      noise = (noise ^ noise >> 30) &* 0xbf58_476d_1ce4_e5b9
      noise = (noise ^ noise >> 27) &* 0x94d0_49bb_1331_11eb
      noise ^= noise >> 31
      (left, right) = (right, (left ^ noise) & mask)
    }
    return left << UInt64(halfBits) | right
  }
}
