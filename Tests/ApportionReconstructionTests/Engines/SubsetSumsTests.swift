import ApportionPrimitives
import ApportionReconstruction
import Testing

@Suite("SubsetSums")
struct SubsetSumsTests {
  /// Every way to split up to ten players, one of them alone on either side included.
  static let splits = (1...10).flatMap { players in
    (0...4).map { (players: players, lowPlayers: $0) }
  }

  /// All sums in bitmask order, as the engines ask for them.
  private func sums(_ sums: borrowing SubsetSums, of parts: [[Float]]) -> [[Float]] {
    let length = parts[0].count
    for (player, part) in parts.enumerated() {
      sums.part(player).update(from: part, count: part.count)
    }
    let kernels = Kernels.current
    sums.prepare(kernels: kernels)
    return (0..<sums.highCount).flatMap { highSet in
      let high = sums.high(highSet, kernels: kernels)
      return (0..<sums.lowCount).map { lowSet in
        let low = sums.low(lowSet)
        return (0..<length).map { low[$0] + high[$0] }
      }
    }
  }

  @Test("low and high together are the sum over the set, in bitmask order", arguments: splits)
  func exact(players: Int, lowPlayers: Int) {
    for length in [1, 17] {
      // Multiples of powers of three: whole numbers whose sum tells every set, and every way to
      // take a member twice, from all others.
      var power: Float = 1
      var parts: [[Float]] = []
      for _ in 0..<players {
        parts.append((0..<length).map { power * Float($0 + 1) })
        power *= 3
      }
      let result = sums(
        SubsetSums(players: players, lowPlayers: lowPlayers, length: length), of: parts)
      #expect(result.count == 1 << players)
      for (set, sum) in result.enumerated() {
        var expected = [Float](repeating: 0, count: length)
        for player in 0..<players where set >> player & 1 == 1 {
          for place in 0..<length { expected[place] += parts[player][place] }
        }
        #expect(sum == expected, "set \(set)")
      }
    }
  }

  @Test("nothing is left of a large vector in the sets without it", arguments: splits)
  func withoutDrift(players: Int, lowPlayers: Int) {
    var stream = RandomStream(seed: 12)
    for large in 0..<players {
      let parts = (0..<players).map { player in
        stream.normals(5).map { player == large ? 0x1p30 * $0 : $0 }
      }
      let result = sums(
        SubsetSums(players: players, lowPlayers: lowPlayers, length: 5), of: parts)
      for (set, sum) in result.enumerated() {
        let members = (0..<players).filter { set >> $0 & 1 == 1 }
        for place in 0..<5 {
          let terms = members.map { Double(parts[$0][place]) }
          // One rounding for each member, of a sum no larger than that of the magnitudes.
          let tolerance = terms.reduce(0) { $0 + $1.magnitude } * Double(players) * 0x1p-24
          #expect(abs(Double(sum[place]) - terms.reduce(0, +)) <= tolerance, "set \(set)")
        }
      }
    }
  }

  @Test("serves one set of vectors after another")
  func again() {
    let reused = SubsetSums(players: 5, lowPlayers: 2, length: 3)
    var stream = RandomStream(seed: 13)
    for _ in 0..<3 {
      let parts = (0..<5).map { _ in stream.normals(3) }
      let result = sums(reused, of: parts)
      #expect(result == sums(SubsetSums(players: 5, lowPlayers: 2, length: 3), of: parts))
    }
  }
}

extension RandomStream {
  fileprivate mutating func normals(_ count: Int) -> [Float] {
    (0..<count).map { _ in Float(normal()) }
  }
}
