import ApportionReconstruction
import Foundation
import Testing

@Suite("MethodContributions")
struct MethodContributionsTests {
  static func contributions(_ values: [Double]) -> MethodContributions {
    MethodContributions(
      TotalAccount.Entry(
        method: "shapley", utility: .loss, values: values,
        standardErrors: values.map { _ in 0.5 }))
  }

  @Test("equal values share a rank, and the next rank is left out")
  func ranks() {
    #expect(Self.contributions([1, 4, 2, 3]).ranks == [4, 1, 3, 2])
    #expect(Self.contributions([2, 5, 2, -1, 5]).ranks == [3, 1, 3, 5, 1])
    #expect(Self.contributions([0, 0]).ranks == [1, 1])
  }

  @Test("carries the values as they are, with shares where they mean something")
  func shares() {
    let clear = Self.contributions([3, -1, 2])
    #expect(clear.values == [3, -1, 2])
    #expect(clear.standardErrors == [0.5, 0.5, 0.5])
    #expect(clear.shares == [0.75, -0.25, 0.5])
    #expect(clear.sharesWithheld == nil)
    let unclear = Self.contributions([1, -1])
    #expect(unclear.values == [1, -1])
    #expect(unclear.shares == nil)
    #expect(unclear.sharesWithheld == "the values sum to nearly zero")
  }

  @Test("is written with explicit nulls, so that readers find every key")
  func json() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    #expect(
      String(decoding: try encoder.encode(Self.contributions([1, 3])), as: UTF8.self) == """
        {"method":"shapley","ranks":[2,1],"shares":[0.25,0.75],"sharesWithheld":null,\
        "standardErrors":[0.5,0.5],"utility":"loss","values":[1,3]}
        """)
    #expect(
      String(decoding: try encoder.encode(Self.contributions([1, -1])), as: UTF8.self) == """
        {"method":"shapley","ranks":[1,2],"shares":null,\
        "sharesWithheld":"the values sum to nearly zero","standardErrors":[0.5,0.5],\
        "utility":"loss","values":[1,-1]}
        """)
    for values in [[1.0, 3], [1, -1]] {
      let contribution = Self.contributions(values)
      let restored = try JSONDecoder().decode(
        MethodContributions.self, from: encoder.encode(contribution))
      #expect(restored == contribution)
    }
  }
}
