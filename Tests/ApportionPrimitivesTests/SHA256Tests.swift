import ApportionPrimitives
import Testing

@Suite("SHA-256")
struct SHA256Tests {
  // NIST's examples of FIPS 180-4: nothing, one block, two blocks, and a million letters.
  static let vectors = [
    ("", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmno"
        + "ijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu", 1,
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
    ("a", 1_000_000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
  ]

  @Test("gives the published digests", arguments: vectors)
  func knownAnswers(text: String, times: Int, digest: String) {
    var hash = SHA256()
    hash.update(Array(String(repeating: text, count: times).utf8))
    #expect(hash.finalized().description == digest)
  }

  @Test("is the same by the processor's instructions and without them")
  func instructions() {
    let bytes = (0..<5000).map { UInt8(truncatingIfNeeded: ($0 &* 2_654_435_761) >> 7) }
    // Blocks by the one, and odd starts in memory.
    for (start, length) in [(0, 5000), (1, 64), (3, 128), (7, 1000), (13, 63), (2, 65), (5, 4992)] {
      let digests = [true, false].map { usingInstructions in
        var hash = SHA256(usingInstructions: usingInstructions)
        bytes.withUnsafeBytes {
          hash.update(UnsafeRawBufferPointer(rebasing: $0[start..<min(start + length, 5000)]))
        }
        return hash.finalized()
      }
      #expect(digests[0] == digests[1])
    }
  }

  @Test("gives the published digests without the processor's instructions", arguments: vectors)
  func portable(text: String, times: Int, digest: String) {
    var hash = SHA256(usingInstructions: false)
    hash.update(Array(String(repeating: text, count: times).utf8))
    #expect(hash.finalized().description == digest)
  }

  @Test("does not depend on how the bytes are divided")
  func parts() {
    let bytes = (0..<300).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ 3) }
    func digest(inPartsOf size: Int) -> Digest {
      var hash = SHA256()
      for start in stride(from: 0, to: bytes.count, by: size) {
        hash.update(Array(bytes[start..<min(start + size, bytes.count)]))
      }
      return hash.finalized()
    }
    let whole = digest(inPartsOf: 300)
    for size in 1..<130 { #expect(digest(inPartsOf: size) == whole) }
  }

  @Test("pads every length around the end of a block to a digest of its own")
  func lengths() {
    let digests = (0..<130).map { length in
      var hash = SHA256()
      hash.update([UInt8](repeating: 0, count: length))
      return hash.finalized()
    }
    #expect(Set(digests).count == digests.count)
  }
}
