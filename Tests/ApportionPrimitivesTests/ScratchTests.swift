import ApportionPrimitives
import Testing

@Suite("Scratch")
struct ScratchTests {
  @Test(
    "starts as told, element by element, and points somewhere even when empty", arguments: 0...3)
  func contents(count: Int) {
    let scratch = Scratch(count: count, repeating: Float(1.5))
    #expect(scratch.count == count)
    for i in 0..<max(count, 1) { #expect(scratch.base[i] == 1.5) }
  }
}
