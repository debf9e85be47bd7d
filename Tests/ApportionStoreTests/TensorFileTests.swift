import ApportionStore
import Testing

@Suite("Numbers in half precision")
struct TensorFileTests {
  @Test(
    "are exact, whatever they are",
    arguments: [
      (0x0000, 0), (0x3c00, 1), (0xc000, -2), (0x3555, 0.333251953125), (0x7bff, 65504),
      (0x0001, 0x1p-24), (0x03ff, 0x1.ff8p-15), (0x0400, 0x1p-14), (0x7c00, .infinity),
      (0xfc00, -.infinity), (0x8001, -0x1p-24),
    ] as [(UInt16, Float)])
  func halves(bits: UInt16, number: Float) {
    #expect(Float(half: bits) == number)
  }

  @Test("the negative zero and what is no number stay so")
  func special() {
    #expect(Float(half: 0x8000).sign == .minus)
    #expect(Float(half: 0x8000) == 0)
    #expect(Float(half: 0x7e00).isNaN)
    #expect(Float(half: 0x7c01).isNaN)
  }
}
