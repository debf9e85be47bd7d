import ApportionPrimitives
import Testing

@Suite("Scratch")
struct ScratchTests {
  @Test(
    "starts with zeros, and points to the beginning of a line of the cache even when empty",
    arguments: [0, 1, 2, 3, 100, 5000])
  func contents(count: Int) {
    // Memory that was used before is given again.
    for _ in 0..<3 {
      let scratch = Scratch<Float>(count: count)
      #expect(scratch.count == count)
      #expect(Int(bitPattern: scratch.base) % 64 == 0)
      for i in 0..<max(count, 1) {
        #expect(scratch.base[i].bitPattern == 0)
        scratch.base[i] = 1.5
      }
    }
  }
}
