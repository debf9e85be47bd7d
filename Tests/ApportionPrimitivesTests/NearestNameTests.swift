import ApportionPrimitives
import Testing

@Suite("nearestName")
struct NearestNameTests {
  static let known = ["fed-avg", "fed-avg-m", "fed-median", "fed-random"]

  @Test(
    "finds the name that was meant",
    arguments: [
      ("fed-avg", "fed-avg"),  // nothing to correct
      ("fedavg", "fed-avg"),  // a letter missing
      ("fed-avgg", "fed-avg"),  // one too many
      ("fad-avg-m", "fed-avg-m"),  // another letter
      ("fde-median", "fed-median"),  // two swapped count as two edits
    ])
  func meant(name: String, nearest: String) {
    #expect(nearestName(to: name, among: Self.known) == nearest)
  }

  @Test("does not guess from afar", arguments: ["random", "krum", "average", ""])
  func far(name: String) {
    #expect(nearestName(to: name, among: Self.known) == nil)
  }

  @Test("close is fewer edits than half the letters, and one at least")
  func threshold() {
    #expect(nearestName(to: "abcd", among: ["abXd"]) == "abXd")
    #expect(nearestName(to: "abcd", among: ["aXXd"]) == nil)
    #expect(nearestName(to: "abcde", among: ["aXXde"]) == "aXXde")
    #expect(nearestName(to: "a", among: ["b"]) == "b")
    #expect(nearestName(to: "a", among: ["bc"]) == nil)
    #expect(nearestName(to: "", among: ["a"]) == "a")
  }

  @Test("of two as near the first is taken")
  func tie() {
    #expect(nearestName(to: "cat", among: ["cut", "cot"]) == "cut")
  }

  @Test("of no names none is near")
  func none() {
    #expect(nearestName(to: "fed-avg", among: []) == nil)
  }
}
