import ApportionValuation
import Testing

@Suite("Shares")
struct SharesTests {
  @Test("are the values divided by their sum")
  func fractions() {
    #expect(Shares(of: [3, 1, -1, 1]) == .fractions([0.75, 0.25, -0.25, 0.25]))
  }

  @Test("are withheld when the values cancel")
  func cancelling() {
    #expect(Shares(of: [1, -1]) == .withheld(reason: "the values sum to nearly zero"))
    #expect(Shares(of: [0, 0]) == .withheld(reason: "the values sum to nearly zero"))
    #expect(
      Shares(of: [3, -2])
        == .withheld(reason: "a share would be 300 %, because the values nearly cancel"))
  }

  @Test("are withheld when dividing would turn signs around")
  func negative() {
    #expect(
      Shares(of: [-3, 1])
        == .withheld(
          reason: "the values sum to less than zero, so dividing by the sum would turn signs around"
        ))
  }
}
