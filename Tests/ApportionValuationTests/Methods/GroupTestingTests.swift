import ApportionPrimitives
import ApportionTesting
import ApportionValuation
import Testing

@Suite("GroupTesting")
struct GroupTestingTests {
  @Test("what all coalitions have in common is no part of the error")
  func centred() async throws {
    // Worths near 100 with gains of 0.1, which once came out as −1.1 and +1.4.
    let small = AdditiveGame(amounts: (1...11).map { Double($0) / 100 })
    let shift = 99.5
    let game = ShiftedGame(small, by: shift, includingEmpty: true)
    let plain = try await Estimators.attribution(GroupTesting(), small, budget: 1000, seed: 1)
    let raised = try await Estimators.attribution(GroupTesting(), game, budget: 1000, seed: 1)
    for player in 0..<11 {
      #expect(abs(raised.values[player] - plain.values[player]) < 1e-12)
      #expect(abs(raised.errors[player] - plain.errors[player]) < 1e-12)
      #expect(plain.errors[player] < 0.03)
      #expect(abs(plain.values[player] - small.amounts[player]) < 4 * plain.errors[player])
    }
    #expect(abs(raised.values.reduce(0, +) - 0.66) < 1e-12)
  }
}
