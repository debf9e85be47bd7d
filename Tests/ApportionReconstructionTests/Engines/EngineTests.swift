import ApportionReconstruction
import ApportionSimulation
import Testing

@Suite("Engine")
struct EngineTests {
  private static func round(hidden: Int, _ strategy: any Strategy) throws -> Round {
    try DrawnRound(
      hidden: Array(repeating: 2, count: hidden), strategy: strategy, weights: [1, 2],
      samples: [1, 1]
    ).round()
  }

  /// What an engine comes to, or why it does not serve.
  private static func resolved(_ engine: Engine, _ round: Round) -> String {
    do {
      return try engine.resolved(for: round).rawValue
    } catch {
      return "\(error)"
    }
  }

  private static func unfit(_ engine: String, _ reason: String) -> String {
    "round 3: the engine \(engine) does not support this round, because \(reason); use automatic or per-coalition"
  }

  @Test("each serves affine rules where its layers allow", arguments: 0...3)
  func affine(hidden: Int) throws {
    let layers = "the model has \(hidden) hidden layer\(hidden == 1 ? "" : "s")"
    for strategy in [FedAvg(), FedAvgM(), FedRandom(of: [FedAvg()])] as [any Strategy] {
      let round = try Self.round(hidden: hidden, strategy)
      #expect(
        Engine.allCases.map { Self.resolved($0, round) } == [
          ["mixed", "mixed-auto", "mixed-deep", "mixed-deep"][hidden], "reference", "per-coalition",
          hidden <= 1 ? "mixed" : Self.unfit("mixed", layers),
          hidden == 1 ? "mixed-relu" : Self.unfit("mixed-relu", layers),
          hidden == 1 ? "mixed-auto" : Self.unfit("mixed-auto", layers),
          hidden >= 1 ? "mixed-deep" : Self.unfit("mixed-deep", layers),
        ])
    }
  }

  @Test("a step that depends on the coalition needs mixed-deep where there is a hidden layer")
  func step() throws {
    let step = "the step of fed-dyn depends on the coalition"
    let (none, two) = ("the model has 0 hidden layers", "the model has 2 hidden layers")
    for strategy in [FedDyn(), FedRandom(of: [FedDyn()])] as [any Strategy] {
      #expect(
        try (0...2).map { hidden in
          let round = try Self.round(hidden: hidden, strategy)
          return [Engine.automatic, .mixed, .mixedReLU, .mixedAuto, .mixedDeep].map {
            Self.resolved($0, round)
          }
        } == [
          [
            "mixed", "mixed", Self.unfit("mixed-relu", none), Self.unfit("mixed-auto", none),
            Self.unfit("mixed-deep", none),
          ],
          [
            "mixed-deep", Self.unfit("mixed", step), Self.unfit("mixed-relu", step),
            Self.unfit("mixed-auto", step), "mixed-deep",
          ],
          [
            "mixed-deep", Self.unfit("mixed", two), Self.unfit("mixed-relu", two),
            Self.unfit("mixed-auto", two), "mixed-deep",
          ],
        ])
    }
  }

  @Test("FedNova's step is the same for all coalitions where all made as many steps")
  func equalSteps() throws {
    var round = try Self.round(hidden: 1, FedNova())
    #expect(
      Self.resolved(.mixed, round)
        == Self.unfit("mixed", "the step of fed-nova depends on the coalition"))
    round.updates[1].stepSum = round.updates[0].stepSum
    #expect(Self.resolved(.mixed, round) == "mixed")
  }

  @Test("what a rule misses is said by every engine")
  func missing() throws {
    var round = try Self.round(hidden: 1, FedNova())
    round.updates[1].stepSum = nil
    for engine in [Engine.automatic, .mixed, .mixedDeep] {
      #expect(
        Self.resolved(engine, round)
          == "\(AggregationError.noStepSum(strategy: "fed-nova", client: 1))")
    }
  }

  @Test("strategies that are not affine are evaluated per coalition", arguments: 0...2)
  func nonAffine(hidden: Int) throws {
    for strategy in [FedMedian(), FedRandom(of: [FedMedian()])] as [any Strategy] {
      let round = try Self.round(hidden: hidden, strategy)
      #expect(
        Engine.allCases.map { Self.resolved($0, round) } == [
          "per-coalition", "reference", "per-coalition",
          Self.unfit("mixed", "fed-median is not affine"),
          Self.unfit("mixed-relu", "fed-median is not affine"),
          Self.unfit("mixed-auto", "fed-median is not affine"),
          Self.unfit("mixed-deep", "fed-median is not affine"),
        ])
    }
  }

  @Test("stable forms need ReLUs; tanh is mixed directly")
  func tanh() throws {
    let round = try DrawnRound(
      hidden: [2], activation: .tanh, weights: [1, 2], samples: [1, 1]
    ).round()
    let reason = "the model's hidden units are tanh, not relu"
    #expect(
      Engine.allCases.map { Self.resolved($0, round) } == [
        "mixed", "reference", "per-coalition", "mixed", Self.unfit("mixed-relu", reason),
        Self.unfit("mixed-auto", reason), "mixed-deep",
      ])
  }

  @Test("an engine that does not serve is refused before anything is evaluated")
  func refused() throws {
    let round = try Self.round(hidden: 2, FedAvg())
    let evaluation = DrawnRound(weights: [1], samples: [1, 1]).evaluation
    #expect(
      throws: ReconstructionError.unfitEngine(
        engine: "mixed", round: 3, reason: "the model has 2 hidden layers")
    ) { _ = try RoundOutcomes(of: round, on: evaluation, engine: .mixed, threads: 1) }
  }
}
