import ApportionPrimitives
import Foundation
import Testing

@Suite("RandomStream")
struct RandomStreamTests {
  static let root = RandomStream(seed: 7)

  /// The first `count` numbers of a stream.
  private func words(_ count: Int, of stream: RandomStream) -> [UInt64] {
    var stream = stream
    return (0..<count).map { _ in stream.next() }
  }

  // Accounts already written depend on these. They were made by this code, when Philox underneath
  // gave the published answers.
  @Test("the numbers are those they have always been")
  func golden() {
    #expect(
      words(4, of: Self.root) == [
        0xc009_f9dc_f460_7a2d, 0x15ed_ac82_1d3a_ba42, 0xcb97_bc13_682e_8e9b,
        0xf535_eea6_2bfa_ff6b,
      ])
    #expect(
      words(4, of: Self.root.child("round", 3).child("client", 7)) == [
        0xeaae_4206_7ca9_9133, 0xf62d_4b6b_2bd3_6b48, 0x7d27_e96c_2956_6748,
        0x1ef2_13f9_5527_5b73,
      ])
  }

  @Test("the words are Philox blocks of the seed, both halves in order")
  func blocks() {
    let expected = (0..<3 as Range<UInt64>).flatMap { counter in
      let block = Philox.block(counter: (counter, 0), key: 7)
      return [block.first, block.second]
    }
    #expect(words(6, of: Self.root) == expected)
  }

  @Test("a child depends on its name alone, not on what was drawn before")
  func independentOfDraws() {
    var parent = Self.root
    let before = parent.child("client", 2)
    for _ in 0..<5 {
      _ = parent.next()
      #expect(parent.child("client", 2) == before)
    }
    var child = parent.child("client", 2)
    _ = child.next()
    #expect(words(4, of: parent) == words(9, of: Self.root).suffix(4))
  }

  @Test("another seed, label, index or path gives other numbers")
  func different() {
    var firsts: [UInt64] = []
    for seed in [0, 1, 2, .max] as [UInt64] {
      let root = RandomStream(seed: seed)
      firsts += words(2, of: root)
      for label in ["", "a", "b", "ab", "ba", "é", "round", "client"] {
        for index in [.min, -1, 0, 1, 2, 1 << 32, .max] {
          let child = root.child(label, index)
          firsts += words(2, of: child)
          firsts += words(2, of: child.child("a"))
          firsts += words(2, of: child.child("b", 1))
        }
      }
    }
    // Among n words of 64 bits a chance repetition has the odds n² / 2⁶⁵, here one in 10¹³.
    #expect(Set(firsts).count == firsts.count)
  }

  @Test("a child without an index is the one with index 0")
  func indexZero() {
    #expect(Self.root.child("init") == Self.root.child("init", 0))
  }

  @Test("a stream does not repeat itself")
  func noRepetition() {
    #expect(Set(words(4096, of: Self.root.child("long"))).count == 4096)
  }

  @Test("siblings are not correlated", arguments: [1, 2, 3] as [UInt64])
  func siblings(seed: UInt64) {
    let root = RandomStream(seed: seed)
    let count = 4000
    for (a, b) in [
      (root.child("client", 0), root.child("client", 1)),
      (root, root.child("client")),
      (root, RandomStream(seed: seed + 1)),
    ] {
      var (a, b) = (a, b)
      var sum = 0.0
      for _ in 0..<count { sum += (a.uniform() - 0.5) * (b.uniform() - 0.5) }
      // Each term has mean 0 and variance 1/144.
      #expect(abs(sum) < 4.5 * (Double(count) / 144).squareRoot())
    }
  }

  @Test("saved in the middle of a block, it goes on where it was", arguments: 0...3)
  func codable(drawn: Int) throws {
    var stream = Self.root.child("saved", 5)
    for _ in 0..<drawn { _ = stream.next() }
    let saved = try JSONEncoder().encode(stream)
    let restored = try JSONDecoder().decode(RandomStream.self, from: saved)
    #expect(restored == stream)
    #expect(words(5, of: restored) == words(5, of: stream))
    #expect(restored.child("x") == stream.child("x"))
  }
}
