import ApportionPrimitives
import ApportionValuation
import Foundation
import Testing

@Suite("ShareRule")
struct ShareRuleTests {
  static let signedSum = ShareRule()
  static let positivePart = ShareRule(.positivePart)
  static let projection = ShareRule(.simplexProjection)

  @Test(
    "the signed sum is what the house guards shares with",
    arguments: [[3, 1, -1, 1], [1, -1], [0, 0], [3, -2], [-3, 1], [5], []] as [[Double]])
  func signedSum(values: [Double]) {
    #expect(Self.signedSum(values) == Shares(of: values))
  }

  @Test("the positive part divides among those who helped")
  func positivePart() {
    #expect(Self.positivePart([3, 1, -1, 0]) == .fractions([0.75, 0.25, 0, 0]))
    #expect(Self.positivePart([5]) == .fractions([1]))
    // Where the signed sum would be withheld, the positive part is still clear.
    #expect(Self.positivePart([1, -1]) == .fractions([1, 0]))
    #expect(Self.positivePart([0, -1]) == .withheld(reason: "no value is above zero"))
    #expect(Self.positivePart([]) == .withheld(reason: "no value is above zero"))
  }

  @Test("the softmax turns differences into ratios, by the temperature")
  func softmax() throws {
    #expect(ShareRule(.softmax)([0.3, 0.3, 0.3, 0.3]) == .fractions([0.25, 0.25, 0.25, 0.25]))
    guard case .fractions(let shares) = ShareRule(.softmax, temperature: 0.5)([0, log(3) / 2])
    else {
      Issue.record("withheld")
      return
    }
    #expect(abs(shares[0] - 0.25) < 1e-15)
    #expect(abs(shares[1] - 0.75) < 1e-15)
    #expect(ShareRule(.softmax)([-1]) == .fractions([1]))
    #expect(ShareRule(.softmax)([]) == .withheld(reason: "there are no players"))
    // Neither large values nor a small temperature overflow.
    #expect(ShareRule(.softmax, temperature: 1e-3)([5000, 1000]) == .fractions([1, 0]))
  }

  @Test("the projection takes what is owed from all that are left alike")
  func projection() {
    // Shares ¾, ½, −¼: those above 0 give up ⅛ each.
    #expect(Self.projection([3, 2, -1]) == .fractions([0.625, 0.375, 0]))
    // Shares 1.5, 0, −0.5: only the first stays.
    #expect(Self.projection([3, 0, -1]) == .fractions([1, 0, 0]))
    #expect(Self.projection([1, 3]) == .fractions([0.25, 0.75]))
    #expect(Self.projection([7]) == .fractions([1]))
  }

  @Test("the projection is the nearest point: no shift between two players comes nearer")
  func nearest() throws {
    let signed = [0.9, 0.6, 0.3, -0.1, -0.7]
    guard case .fractions(let shares) = Self.projection(signed) else {
      Issue.record("withheld")
      return
    }
    #expect(shares.allSatisfy { $0 >= 0 })
    #expect(abs(shares.reduce(0, +) - 1) < 1e-15)
    let best = try #require(DistanceMeasure.squaredL2(shares, signed))
    for giver in shares.indices where shares[giver] >= 0.01 {
      for taker in shares.indices where taker != giver {
        var moved = shares
        moved[giver] -= 0.01
        moved[taker] += 0.01
        #expect(try #require(DistanceMeasure.squaredL2(moved, signed)) > best)
      }
    }
  }

  @Test("the projection is withheld as the signed sum is")
  func withheld() {
    #expect(Self.projection([1, -1]) == .withheld(reason: "the values sum to nearly zero"))
    #expect(
      Self.projection([3, -2])
        == .withheld(reason: "a share would be 300 %, because the values nearly cancel"))
  }

  @Test("the unit of the values matters to the softmax alone", arguments: ShareRule.Kind.allCases)
  func units(kind: ShareRule.Kind) {
    let values = [3.0, 2, -1]
    #expect(
      (ShareRule(kind)(values) == ShareRule(kind)(values.map { 4 * $0 })) == (kind != .softmax))
  }

  @Test("refuses a temperature out of range, and one that is not used")
  func refusals() throws {
    for kind in ShareRule.Kind.allCases { try ShareRule(kind).validate() }
    try ShareRule(.softmax, temperature: 0.1).validate()
    #expect(
      complaint(ShareRule(.softmax, temperature: 0))
        == "`temperature` is 0.0, but must be above 0 and finite")
    #expect(
      complaint(ShareRule(.positivePart, temperature: 2))
        == "`temperature` is 2.0, but must be 1 if `kind` is positive-part, which has no temperature"
    )
  }

  @Test("is written as plain settings")
  func json() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let data = try encoder.encode(ShareRule(.softmax, temperature: 0.5))
    #expect(String(decoding: data, as: UTF8.self) == #"{"kind":"softmax","temperature":0.5}"#)
    #expect(
      try JSONDecoder().decode(ShareRule.self, from: data)
        == ShareRule(.softmax, temperature: 0.5))
  }

  private func complaint(_ rule: ShareRule) -> String? {
    #expect(throws: InvalidSetting.self) { try rule.validate() }?.description
  }
}
