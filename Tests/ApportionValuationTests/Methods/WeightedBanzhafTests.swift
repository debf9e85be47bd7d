import ApportionPrimitives
import ApportionTesting
import ApportionValuation
import Testing

@Suite("WeightedBanzhaf")
struct WeightedBanzhafTests {
  @Test("runs from the individual value over Banzhaf's to leave-one-out")
  func ends() async throws {
    let methods: [(Double, any ValuationMethod)] = [
      (0, Individual()), (0.5, Banzhaf()), (1, LeaveOneOut()),
    ]
    for (inclusion, method) in methods {
      let values = try await WeightedBanzhaf(inclusion: inclusion).attribute(
        ReferenceGames.worked, using: RandomStream(seed: 0)
      ).values
      let same = try await method.attribute(ReferenceGames.worked, using: RandomStream(seed: 0))
      for (value, truth) in zip(values, same.values) { #expect(abs(value - truth) < 1e-13) }
    }
  }

  @Test("a chance is from 0 to 1", arguments: [-0.1, 1.1])
  func range(inclusion: Double) {
    let error = #expect(throws: InvalidSetting.self) {
      try WeightedBanzhaf(inclusion: inclusion).validate()
    }
    #expect(error?.description == "`inclusion` is \(inclusion), but must be from 0 to 1")
  }
}
