import ApportionPrimitives
import ApportionValuation
import Foundation
import Testing

@Suite("RoundWeights")
struct RoundWeightsTests {
  @Test("uniform weights are 1")
  func uniform() {
    #expect(RoundWeights().weights(ofRounds: 3) == [1, 1, 1])
    #expect(RoundWeights().weights(ofRounds: 0) == [])
  }

  @Test("inverse-linear weights fall from 1 to nothing at the halting round")
  func inverseLinear() {
    #expect(RoundWeights(.inverseLinear).weights(ofRounds: 4) == [1, 0.75, 0.5, 0.25])
    let halting = RoundWeights(.inverseLinear, haltingRound: 2)
    #expect(halting.weights(ofRounds: 4) == [1, 0.5, 0, 0])
    let late = RoundWeights(.inverseLinear, haltingRound: 8)
    #expect(late.weights(ofRounds: 4) == [1, 0.875, 0.75, 0.625])
    #expect(RoundWeights(.inverseLinear).weights(ofRounds: 1) == [1])
    // The paper's example: with R = 10 the first rounds count 10/10 and 9/10.
    #expect(RoundWeights(.inverseLinear, haltingRound: 10).weights(ofRounds: 2) == [1, 0.9])
  }

  @Test("exponential weights are powers of the decay, from the first on")
  func exponential() {
    #expect(
      RoundWeights(.exponential, decay: 0.5).weights(ofRounds: 4) == [0.5, 0.25, 0.125, 0.0625])
    #expect(RoundWeights(.exponential, decay: 1).weights(ofRounds: 2) == [1, 1])
  }

  @Test("rounds of too small a weight or gain do not count")
  func truncated() throws {
    let weights = RoundWeights(.exponential, decay: 0.5, minimumWeight: 0.25)
    #expect(weights.weights(ofRounds: 4) == [0.5, 0.25, 0, 0])
    let rounds = [[4.0, 0, -1], [2, -2.5, 0], [0, 0.25, 0.25]]
    #expect(try RoundWeights(minimumGain: 0.5).totals(of: rounds) == [4, 0, -1])
    #expect(try RoundWeights(minimumGain: 0.49).totals(of: rounds) == [6, -2.25, -0.75])
    // A gain of nothing counts where nothing is to be left out.
    #expect(try RoundWeights().totals(of: [[1, -1]]) == [1, -1])
  }

  @Test("totals are weighted sums, absent players having 0")
  func totals() throws {
    let rounds = [[4.0, 0, -1], [2, 2, 0], [0, 8, 4]]
    #expect(try RoundWeights().totals(of: rounds) == [6, 10, 3])
    #expect(
      try RoundWeights(.inverseLinear, haltingRound: 2).totals(of: rounds) == [5, 1, -1])
    #expect(try RoundWeights(.exponential, decay: 0.5).totals(of: rounds) == [2.5, 1.5, 0])
    #expect(try RoundWeights().totals(of: []) == [])
  }

  @Test("normalised rounds count alike, however much they achieved")
  func normalised() throws {
    let weights = RoundWeights(normalised: true)
    #expect(try weights.totals(of: [[30, 10], [0.25, 0.75]]) == [1, 1])
    let decaying = RoundWeights(.exponential, decay: 0.5, normalised: true)
    #expect(try decaying.totals(of: [[30, 10], [0.25, 0.75]]) == [0.4375, 0.3125])
  }

  @Test("a round that cannot be normalised is an error that names it, unless it does not count")
  func unshared() throws {
    let rounds = [[3.0, 1], [1, -1], [-2, 1]]
    let error = #expect(throws: UnnormalizableRound.self) {
      try RoundWeights(normalised: true).totals(of: rounds)
    }
    #expect(error?.round == 2)
    #expect(
      error?.description == """
        round 2 cannot be normalised: the values sum to nearly zero; leave `normalised` off, or let \
        the weights halt before this round
        """)
    let halting = RoundWeights(.inverseLinear, haltingRound: 1, normalised: true)
    #expect(try halting.totals(of: rounds) == [0.75, 0.25])
  }

  @Test("shares of weighted rounds say which round stood in their way")
  func shares() {
    let rounds = [[3.0, 1], [1, -1]]
    #expect(
      Shares(ofRounds: rounds, weights: RoundWeights(), rule: ShareRule()) == .fractions([1, 0]))
    #expect(
      Shares(
        ofRounds: rounds, weights: RoundWeights(.inverseLinear), rule: ShareRule(.positivePart))
        == .fractions([0.875, 0.125]))
    #expect(
      Shares(ofRounds: rounds, weights: RoundWeights(normalised: true), rule: ShareRule())
        == .withheld(
          reason: """
            round 2 cannot be normalised: the values sum to nearly zero; leave `normalised` off, or \
            let the weights halt before this round
            """))
    #expect(
      Shares(ofRounds: [], weights: RoundWeights(), rule: ShareRule())
        == .withheld(reason: "the values sum to nearly zero"))
  }

  @Test("refuses settings out of range, and those that the kind does not use")
  func refusals() throws {
    func complaint(_ weights: RoundWeights) -> String? {
      #expect(throws: InvalidSetting.self) { try weights.validate() }?.description
    }
    for kind in RoundWeights.Kind.allCases { try RoundWeights(kind).validate() }
    try RoundWeights(.inverseLinear, haltingRound: 5, normalised: true).validate()
    try RoundWeights(.exponential, decay: 1).validate()
    #expect(
      complaint(RoundWeights(.inverseLinear, haltingRound: -1))
        == "`haltingRound` is -1, but must be at least 0, which means all rounds")
    #expect(
      complaint(RoundWeights(.uniform, haltingRound: 5))
        == "`haltingRound` is 5, but must be left at 0 where `kind` is uniform, which does not halt"
    )
    #expect(
      complaint(RoundWeights(.exponential, decay: 1.5))
        == "`decay` is 1.5, but must be above 0 and at most 1")
    #expect(
      complaint(RoundWeights(minimumWeight: 1.5))
        == "`minimumWeight` is 1.5, but must be from 0 to 1")
    #expect(
      complaint(RoundWeights(minimumGain: -1)) == "`minimumGain` is -1.0, but must be at least 0")
    #expect(
      complaint(RoundWeights(.inverseLinear, decay: 0.5)) == """
        `decay` is 0.5, but must be left at 0.95 where `kind` is inverse-linear, which does not use it
        """)
  }

  @Test("is written as plain settings")
  func json() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let data = try encoder.encode(RoundWeights(.inverseLinear))
    #expect(
      String(decoding: data, as: UTF8.self)
        == """
        {"decay":0.95,"haltingRound":0,"kind":"inverse-linear","minimumGain":0,"minimumWeight":0,\
        "normalised":false}
        """)
    #expect(try JSONDecoder().decode(RoundWeights.self, from: data) == RoundWeights(.inverseLinear))
  }

  @Test("rounds of different players are the caller's mistake")
  func lengths() async {
    await #expect(processExitsWith: .failure) { _ = try RoundWeights().totals(of: [[1], [1, 2]]) }
  }
}
