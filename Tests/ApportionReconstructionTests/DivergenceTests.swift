import ApportionReconstruction
import ApportionSimulation
import Testing

@Suite("Divergence")
struct DivergenceTests {
  /// A model's mean loss on so many examples.
  func outcome(_ loss: Double, examples: Int = 100) -> Outcome {
    Outcome(correct: 10, lossSum: loss * Double(examples), count: examples)
  }

  @Test(
    "is there where the loss ends above where it began, or far above that of any guess",
    arguments: [
      (2.3026, 2.31, 100, true), (2.3026, 85, 100, true), (2.3026, 1.2e38, 100, true),
      (2.3026, .nan, 100, true), (2.3026, .infinity, 100, true),
      (40, 9.3, 100, true), (40, 9.2, 100, false),
      (2.3026, 2.3026, 100, false), (2.3026, 2.302_600_1, 100, false), (2.3026, 0.1, 100, false),
      (3, 1.3, 1, false), (0, 0, 100, false),
    ])
  func presence(initial: Double, final: Double, examples: Int, isThere: Bool) {
    let found = Divergence(
      from: outcome(initial, examples: examples), to: outcome(final, examples: examples))
    #expect((found != nil) == isThere)
  }

  @Test("says both losses in few digits, what values then mean, and what to do")
  func words() {
    #expect(
      Divergence(from: outcome(2.302585), to: outcome(1.2345e38))?.description == """
        training diverged: validation loss 2.303 before the first round, 1.234e+38 after the last; \
        values show which clients moved the model, not which improved it; lower the learning rate or \
        the weight decay
        """)
  }
}
