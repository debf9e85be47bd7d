import ApportionReconstruction
import ApportionSimulation
import ApportionValuation
import Testing

@Suite("ReferenceEngine")
struct ReferenceEngineTests {
  @Test(
    "is what the definitions make of every coalition, in double precision",
    arguments: RoundGameTests.strategies.indices)
  func definitions(strategy: Int) async throws {
    let rule = RoundGameTests.strategies[strategy]
    var reconstruction = NaiveReconstruction(for: rule)
    for round in try await TrainedRounds(rule)(4) {
      let outcomes = try await round.outcomes(by: .reference, on: TrainedRounds.evaluation)
      for (set, outcome) in outcomes.enumerated() {
        let truth = NaiveReconstruction.outcome(
          reconstruction.model(round, of: Coalition(index: set).members))
        // A server keeps its velocity, and a rule asked for a model gives it, in single precision.
        let tolerance = round.strategy == "fed-avg" ? 1e-13 : 5e-6
        #expect(abs(outcome.loss - truth.loss) < tolerance, "\(round.strategy), set \(set)")
        #expect(outcome.correct == truth.correct)
      }
      reconstruction.follow(round)
    }
  }
}
