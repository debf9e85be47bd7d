import ApportionPrimitives
import ApportionSimulation
import Testing

@Suite("NormClipped")
struct NormClippedTests {
  @Test("cuts differences to the norm and averages them by examples")
  func byHand() throws {
    // Differences (3, 4) of norm 5 and (0.25, 0): cut to norm 2.5, (1.5, 2) and the same.
    let made = try merged(
      NormClipped(maximumNorm: 2.5), [[13, 24], [10.25, 20]], examples: [1, 3], from: [10, 20])
    #expect(made == [10.5625, 20.5])
  }

  @Test("is its definition", arguments: [1, 2, 5, 9], [0.1, 1, 5, 6.5])
  func definition(clients: Int, maximum: Double) throws {
    let models = drawnModels(clients)
    let global = StrategyLawsTests.global.values
    let examples = (0..<clients).map { 2 * $0 + 1 }
    let total = Double(examples.reduce(0, +))
    let truth = global.indices.map { place in
      models.indices.reduce(Double(global[place])) { sum, client in
        let norm = naiveSquare(models[client], global).squareRoot()
        let change = Double(models[client][place]) - Double(global[place])
        return sum + Double(examples[client]) / total * change * min(1, maximum / norm)
      }
    }
    let rule = NormClipped(maximumNorm: maximum)
    // One rounding, of numbers below 4.
    #expect(
      try largestDifference(merged(rule, models, examples: examples, from: global), truth)
        <= 0x1p-23)
  }

  @Test("with a norm above all it is FedAvg, to rounding")
  func huge() throws {
    let (models, global) = (drawnModels(6), StrategyLawsTests.global.values)
    let examples = [5, 1, 40, 7, 2, 2]
    let made = try merged(
      NormClipped(maximumNorm: 1e30), models, examples: examples, from: global)
    let plain = try merged(FedAvg(), models, examples: examples, from: global)
    for (a, b) in zip(made, plain) {
      // Both sum in Double and round once, so they may differ where a tie is near: by one ulp.
      #expect(abs(a - b) <= max(a.ulp, b.ulp))
    }
  }

  @Test("nobody moves the model by more than the norm")
  func bounded() throws {
    let global = StrategyLawsTests.global.values
    for size: Float in [1, 1e6, 1e18] {
      let made = try merged(NormClipped(), [global.map { $0 + size }], from: global)
      // Twenty numbers, each rounded at a size below 4.
      #expect(abs(naiveSquare(made, global).squareRoot() - 1) < 20 * 0x1p-23)
    }
    #expect(try merged(NormClipped(), [global, global], from: global) == global)
  }

  @Test("refuses a norm that is out of range", arguments: [0, -1, .infinity, .nan] as [Double])
  func refusals(maximum: Double) {
    let error = #expect(throws: InvalidSetting.self) {
      try NormClipped(maximumNorm: maximum).validate()
    }
    #expect(error?.description == "`maximumNorm` is \(maximum), but must be above 0 and finite")
  }
}
