import ApportionPrimitives
import ApportionTesting
import ApportionValuation
import Testing

@Suite("MaximumSampleReuse")
struct MaximumSampleReuseTests {
  @Test("estimates the Banzhaf value of its chance to take part", arguments: [0.2, 0.5, 0.8])
  func inclusion(p: Double) async throws {
    var method = MaximumSampleReuse()
    method.inclusion = p
    let game = FederatedGame(players: 11, spread: 1, using: RandomStream(seed: 1))
    let result = try await Estimators.attribution(method, game, budget: 2000, seed: 4)
    let truth = naiveValues(of: game, by: .banzhaf(inclusion: p))
    for player in 0..<11 {
      #expect(abs(result.values[player] - truth[player]) < 4 * result.errors[player])
      #expect(result.errors[player] < 0.05)
    }
  }

  @Test("a chance lies between 0 and 1", arguments: [0, 1, -0.5])
  func setting(p: Double) {
    var method = MaximumSampleReuse()
    method.inclusion = p
    let error = #expect(throws: InvalidSetting.self) { try method.validate() }
    #expect(error?.description == "`inclusion` is \(p), but must be between 0 and 1")
  }
}
