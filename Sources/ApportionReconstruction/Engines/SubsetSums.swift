package import ApportionPrimitives

/// The sums Σ_{k ∈ S} xₖ of given vectors over all sets S of players.
///
/// A set is split into its members among the first `lowPlayers` players and the rest. All sums over the
/// former are kept. The sums over the rest are computed in counting order, each from that of a set with one
/// member fewer by a single addition, so a sum has at most n terms and rounding errors do not accumulate. The
/// sum over S is `low(S's first players) + high(the rest)`, which the caller adds where needed.
///
/// - Shape: vectors of `length`, rounded up to whole registers; memory for n + 2^l + n − l + 1 of them, l =
///   `lowPlayers`.
package struct SubsetSums: ~Copyable {
  package let players: Int
  package let lowPlayers: Int
  package let length: Int
  private let parts: Scratch<Float>
  private let lows: Scratch<Float>
  private let stack: Scratch<Float>

  package init(players: Int, lowPlayers: Int, length: Int) {
    self.players = players
    self.lowPlayers = min(lowPlayers, players)
    // Rounded up to whole registers, so that no sum has a remainder.
    self.length = (length + 15) / 16 * 16
    parts = Scratch(count: players * self.length)
    lows = Scratch(count: self.length << self.lowPlayers)
    stack = Scratch(count: (players - self.lowPlayers + 1) * self.length)
  }

  /// The count of numbers that one instance holds.
  static func size(players: Int, lowPlayers: Int, length: Int) -> Int {
    let low = min(lowPlayers, players)
    return (players + (1 << low) + players - low + 1) * ((length + 15) / 16 * 16)
  }

  /// The number of sets of the players after the first `lowPlayers`.
  package var highCount: Int { 1 << (players - lowPlayers) }
  /// The number of sets of the first `lowPlayers` players.
  package var lowCount: Int { 1 << lowPlayers }

  /// The vector of one player, to be filled before ``prepare(kernels:)``.
  package func part(_ player: Int) -> UnsafeMutablePointer<Float> { parts.base + player * length }

  /// Computes the sums over sets of the first `lowPlayers` players.
  package func prepare(kernels: Kernels) {
    for set in 1..<lowCount {
      let last = set.bitWidth - 1 - set.leadingZeroBitCount
      kernels.add(low(set ^ 1 << last), part(last), into: low(set), count: length)
    }
  }

  /// The sum over a set of the first `lowPlayers` players.
  package func low(_ set: Int) -> UnsafeMutablePointer<Float> { lows.base + set * length }

  /// The sum over a set of the other players.
  ///
  /// Sets must be requested in counting order from 0: the set without its lowest member is then the most
  /// recent one of its size, and its sum is still on the stack at that depth.
  package func high(_ set: Int, kernels: Kernels) -> UnsafeMutablePointer<Float> {
    let sum = stack.base + set.nonzeroBitCount * length
    guard set > 0 else { return sum }
    let lowest = lowPlayers + set.trailingZeroBitCount
    kernels.add(sum - length, part(lowest), into: sum, count: length)
    return sum
  }
}
