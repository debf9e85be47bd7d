import ApportionPrimitives
import ApportionTesting
import ApportionValuation
import Testing

@Suite("AverageMarginalEffect")
struct AverageMarginalEffectTests {
  @Test("is the mean of Banzhaf values, by the weights of its chances")
  func combination() async throws {
    var mean = [0.0, 0, 0]
    for (inclusion, weight) in [(0.1, 0.25), (0.9, 0.75)] {
      let part = try await WeightedBanzhaf(inclusion: inclusion).attribute(
        ReferenceGames.worked, using: RandomStream(seed: 0))
      for player in 0..<3 { mean[player] += weight * part.values[player] }
    }
    let values = try await AverageMarginalEffect(inclusions: [0.1, 0.9], weights: [2, 6]).attribute(
      ReferenceGames.worked, using: RandomStream(seed: 0)
    ).values
    for (value, truth) in zip(values, mean) { #expect(abs(value - truth) < 1e-13) }
  }

  @Test("many chances, evenly spread, come near the Shapley value")
  func dense() async throws {
    let inclusions = (0..<1000).map { (Double($0) + 0.5) / 1000 }
    let values = try await AverageMarginalEffect(inclusions: inclusions).attribute(
      ReferenceGames.gtg, using: RandomStream(seed: 0)
    ).values
    // The midpoint rule is off by a second derivative, at most 200, over 24 million.
    for (value, truth) in zip(values, [35.0, 35, 30]) { #expect(abs(value - truth) < 1e-5) }
  }

  @Test("chances are from 0 to 1, and there is one")
  func range() {
    let error = #expect(throws: InvalidSetting.self) {
      try AverageMarginalEffect(inclusions: [2]).validate()
    }
    #expect(
      error?.description
        == "`inclusions` is [2.0], but must be a list of at least one number, each from 0 to 1")
  }
}
