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

  @Test("values that are rounding are no money, whoever has them")
  func rounding() {
    let noise = Shares.withheld(
      reason: "the values are no larger than what rounding of the worths makes")
    let table = CoalitionTable(worths: [0.3, 0.3, 0.3, 0.30000000000000004])
    let values = table.values(by: .shapley)
    let rounding = Ties.rounding(ofSize: table.largestWorth)
    #expect(Shares(of: values, rounding: rounding) == noise)
    #expect(ShareRule(.signedSum)(values, rounding: rounding) == noise)
    #expect(ShareRule(.positivePart)(values, rounding: rounding) == noise)
    #expect(ShareRule(.simplexProjection)(values, rounding: rounding) == noise)
    // Free-riders, whose loss of 2.3 is the same in single precision: −1e-8 is not "less than zero".
    #expect(Shares(of: [1e-8, -3e-8, 1e-8, 0], rounding: 2.3 * 1.2e-7) == noise)
    #expect(
      Shares(of: [1, -1 - 1e-8], rounding: 2.3 * 1.2e-7)
        == .withheld(reason: "the values sum to nearly zero"))
    #expect(Shares(of: [0.25, 0.75], rounding: 1e-9) == .fractions([0.25, 0.75]))
    #expect(
      ShareRule(.positivePart)([-1, 1e-9], rounding: 1e-8)
        == .withheld(reason: "no value is above zero"))
    #expect(
      Shares(
        ofRounds: [[1e-8, 0], [0, 1e-8]], weights: RoundWeights(.uniform), rule: ShareRule(),
        rounding: 1e-7) == noise)
  }
}
