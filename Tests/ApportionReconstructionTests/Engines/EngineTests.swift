import ApportionReconstruction
import ApportionSimulation
import Testing

@Suite("Engine")
struct EngineTests {
  private static func round(hidden: Int, _ strategy: any Aggregator) throws -> Round {
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
    "round 3: the engine \(engine) does not serve it, because \(reason); use automatic or models"
  }

  @Test("each serves affine rules where its layers allow", arguments: 0...3)
  func affine(hidden: Int) throws {
    let layers = "the model has \(hidden) hidden layer\(hidden == 1 ? "" : "s")"
    for strategy in [FedAvg(), FedAvgM(), FedRandom(of: [FedAvg()])] as [any Aggregator] {
      let round = try Self.round(hidden: hidden, strategy)
      #expect(
        Engine.allCases.map { Self.resolved($0, round) } == [
          ["direct", "adaptive", "blocked", "blocked"][hidden], "naive", "models",
          hidden <= 1 ? "direct" : Self.unfit("direct", layers),
          hidden == 1 ? "stable" : Self.unfit("stable", layers),
          hidden == 1 ? "adaptive" : Self.unfit("adaptive", layers),
          hidden >= 1 ? "blocked" : Self.unfit("blocked", layers),
        ])
    }
  }

  @Test("a step that depends on the coalition needs blocked where there is a hidden layer")
  func step() throws {
    let step = "the step of fed-dyn depends on the coalition"
    let (none, two) = ("the model has 0 hidden layers", "the model has 2 hidden layers")
    for strategy in [FedDyn(), FedRandom(of: [FedDyn()])] as [any Aggregator] {
      #expect(
        try (0...2).map { hidden in
          let round = try Self.round(hidden: hidden, strategy)
          return [Engine.automatic, .direct, .stable, .adaptive, .blocked].map {
            Self.resolved($0, round)
          }
        } == [
          [
            "direct", "direct", Self.unfit("stable", none), Self.unfit("adaptive", none),
            Self.unfit("blocked", none),
          ],
          [
            "blocked", Self.unfit("direct", step), Self.unfit("stable", step),
            Self.unfit("adaptive", step), "blocked",
          ],
          [
            "blocked", Self.unfit("direct", two), Self.unfit("stable", two),
            Self.unfit("adaptive", two), "blocked",
          ],
        ])
    }
  }

  @Test("FedNova's step is everybody's where all made as many steps")
  func equalSteps() throws {
    var round = try Self.round(hidden: 1, FedNova())
    #expect(
      Self.resolved(.direct, round)
        == Self.unfit("direct", "the step of fed-nova depends on the coalition"))
    round.updates[1].stepSum = round.updates[0].stepSum
    #expect(Self.resolved(.direct, round) == "direct")
  }

  @Test("what a rule misses is said by every engine")
  func missing() throws {
    var round = try Self.round(hidden: 1, FedNova())
    round.updates[1].stepSum = nil
    for engine in [Engine.automatic, .direct, .blocked] {
      #expect(
        Self.resolved(engine, round)
          == "\(AggregationError.noStepSum(strategy: "fed-nova", client: 1))")
    }
  }

  @Test("rules that are not affine need models", arguments: 0...2)
  func nonAffine(hidden: Int) throws {
    for strategy in [FedMedian(), FedRandom(of: [FedMedian()])] as [any Aggregator] {
      let round = try Self.round(hidden: hidden, strategy)
      #expect(
        Engine.allCases.map { Self.resolved($0, round) } == [
          "models", "naive", "models", Self.unfit("direct", "fed-median is not affine"),
          Self.unfit("stable", "fed-median is not affine"),
          Self.unfit("adaptive", "fed-median is not affine"),
          Self.unfit("blocked", "fed-median is not affine"),
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
        "direct", "naive", "models", "direct", Self.unfit("stable", reason),
        Self.unfit("adaptive", reason), "blocked",
      ])
  }

  @Test("an engine that does not serve is refused before anything is judged")
  func refused() throws {
    let round = try Self.round(hidden: 2, FedAvg())
    let evaluation = DrawnRound(weights: [1], samples: [1, 1]).evaluation
    #expect(
      throws: ReconstructionError.unfitEngine(
        engine: "direct", round: 3, reason: "the model has 2 hidden layers")
    ) { _ = try RoundOutcomes(of: round, on: evaluation, engine: .direct, threads: 1) }
  }
}
