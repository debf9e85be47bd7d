import ApportionPrimitives
import ApportionReconstruction
import ApportionSimulation
import ApportionValuation
import Testing

/// A strategy joins these tests by its line in the catalog.
@Suite("Rounds of every catalogued strategy")
struct CataloguedRulesTests {
  /// Seven clients with weight, so that Bulyan is itself where all take part, and one without.
  static let rounds: [DrawnRound] = Catalog.strategies.types.flatMap { type in
    [[], [4], [3, 3]].compactMap { hidden in
      (type.init() as? any Strategy).map {
        DrawnRound(
          hidden: hidden, strategy: $0, weights: [3, 1, 4, 1, 0, 5, 9, 2], samples: [33, 7, 0, 2])
      }
    }
  }

  @Test(
    "coalitions are the models that the rule makes of them, evaluated one by one, to the bit",
    arguments: rounds)
  func models(drawn: DrawnRound) async throws {
    let (round, evaluation) = (try drawn.round(), drawn.evaluation)
    let outcomes = try await round.outcomes(by: .perCoalition, on: evaluation, threads: 2)
    for (set, outcome) in outcomes.enumerated() {
      let model = try round.replayed(with: Coalition(index: set).members)
      #expect(outcome == evaluation(round.network, model), "coalition \(set)")
    }
    #expect(outcomes[255] == evaluation(round.network, round.globalAfter))
  }

  @Test("affine rules do as well by the fast engines", arguments: rounds)
  func fast(drawn: DrawnRound) async throws {
    let round = try drawn.round()
    let engine = try Engine.automatic.resolved(for: round)
    guard engine != .perCoalition else { return }
    let outcomes = try await round.outcomes(by: engine, on: drawn.evaluation)
    let truth = try await round.outcomes(by: .reference, on: drawn.evaluation)
    for (set, (outcome, truth)) in zip(outcomes, truth).enumerated() {
      #expect(outcome.correct == truth.correct, "coalition \(set)")
      // Sums of some ten roundings of 2⁻²⁴ on the way to a logit.
      #expect(abs(outcome.loss - truth.loss) <= 1e-6 * max(1, truth.loss), "coalition \(set)")
    }
  }
}
