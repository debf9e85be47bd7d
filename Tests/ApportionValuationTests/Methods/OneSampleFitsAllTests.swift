import ApportionPrimitives
import ApportionTesting
import ApportionValuation
import Testing

@Suite("OneSampleFitsAll")
struct OneSampleFitsAllTests {
  @Test("reads every value from one sample")
  func values() async throws {
    let game = VotingGame(quota: 10, votes: [7, 4, 4, 3, 1, 0, 2, 2, 1])
    var estimate = try Estimate(
      by: OneSampleFitsAll(), players: 9, using: RandomStream(seed: 2))
    try await estimate.run(game, budget: 500)
    for semivalue in Semivalues.all where (try? semivalue.validate()) != nil {
      if case .sizes(let chances) = semivalue, chances.count != 9 { continue }
      let result = try estimate.attribution(by: semivalue)
      for (player, truth) in naiveValues(of: game, by: semivalue).enumerated() {
        let gap = abs(result.values[player] - truth)
        #expect(gap < 4 * result.errors[player] + 1e-12, "\(semivalue), \(player)")
      }
    }
    #expect(try estimate.attribution(by: .shapley) == estimate.attribution())
    #expect(
      try estimate.attribution(by: .individual).standardErrors == Array(repeating: 0, count: 9))
  }

  @Test("estimates the value that its settings name", arguments: OneSampleFitsAll.Value.allCases)
  func named(value: OneSampleFitsAll.Value) async throws {
    var method = OneSampleFitsAll()
    (method.value, method.inclusion, method.alpha, method.beta) = (value, 0.3, 2, 3)
    let semivalue = try #require(method.estimand)
    let expected: Semivalue =
      switch value {
      case .shapley: .shapley
      case .banzhaf: .banzhaf(inclusion: 0.3)
      case .beta: .beta(alpha: 2, beta: 3)
      }
    #expect(semivalue == expected)
    let game = ReferenceGames.three
    let result = try await Estimators.attribution(method, game, budget: 1, seed: 1)
    #expect(result.evaluations == 8)
    for (found, truth) in zip(result.values, naiveValues(of: game, by: semivalue)) {
      #expect(abs(found - truth) < 1e-12 * 100)
    }
  }
}
