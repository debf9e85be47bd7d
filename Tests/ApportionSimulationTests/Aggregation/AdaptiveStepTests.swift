import ApportionPrimitives
import ApportionSimulation
import Testing

/// What FedAdagrad, FedAdam and FedYogi have in common.
@Suite("Adaptive servers")
struct AdaptiveStepTests {
  /// Updates whose mean difference from `global`, by examples, is `change`.
  static func updates(_ change: [Float], from global: Parameters) -> [ClientUpdate] {
    func update(_ client: Int, _ factor: Float, examples: Int) -> ClientUpdate {
      ClientUpdate(
        client: client, parameters: Parameters(zip(global.values, change).map { $0 + factor * $1 }),
        exampleCount: examples)
    }
    return [update(0, 4, examples: 1), update(1, 0, examples: 3)]
  }

  /// How far the rule moves each coordinate in rounds of these mean differences.
  static func moves(_ rule: some Strategy, _ changes: [[Float]]) throws -> [[Double]] {
    var global = Parameters(changes[0].map { _ in 0 })
    var server = Server(rule, for: global, clients: 8, using: RandomStream(seed: 0))
    return try changes.map { change in
      let next = try server.aggregate(updates(change, from: global), into: global)
      defer { global = next }
      return zip(next.values, global.values).map { Double($0) - Double($1) }
    }
  }

  /// Differences of many sizes, which no power of two divides.
  static let change: [Float] = [0.3, -0.7, 1e-3, -5e-7, 0, 12.5, -900]

  @Test("the first step is the closed form")
  func firstStep() throws {
    let rules: [(any Strategy, (Double) -> Double)] = [
      (FedAdagrad(), { 0.1 * $0 / (abs($0) + 1e-9) }),
      (FedAdam.flowerDefaults, { 0.1 * 0.1 * $0 / (0.1 * abs($0) + 1e-9) }),
      (FedAdam(), { 0.1 * $0 / (abs($0) * 1 + 1e-8) }),
      (FedYogi(), { 0.01 * 0.1 * $0 / (0.1 * abs($0) + 1e-3) }),
      (
        FedAdagrad(serverLearningRate: 2, beta1: 0.75, tau: 3),
        { 0.5 * $0 / (abs($0) + 3) }
      ),
    ]
    for (rule, step) in rules {
      let moves = try Self.moves(rule, [Self.change])[0]
      for (move, change) in zip(moves, Self.change) {
        // The difference and the model are rounded to Float, of numbers up to 2.
        #expect(abs(move - step(Double(change))) <= 4 * 0x1p-24 * max(abs(move), 1e-9))
      }
    }
  }

  @Test("with a small τ, Flower's Adam takes every coordinate that moves by 0.1 in round 1")
  func sign() throws {
    let moves = try Self.moves(FedAdam.flowerDefaults, [Self.change])[0]
    for (move, change) in zip(moves, Self.change) where abs(change) >= 1e-3 {
      #expect(abs(move - (change > 0 ? 0.1 : -0.1)) < 1e-6)
    }
    #expect(moves[4] == 0)
  }

  @Test("under one difference again and again, v and the steps are the closed forms")
  func constant() throws {
    let changes = Array(repeating: [Float(0.5), -0.25], count: 6)
    let adagrad = try Self.moves(FedAdagrad(), changes)
    let corrected = try Self.moves(FedAdam(), changes)
    let plain = try Self.moves(FedAdam.flowerDefaults, changes)
    let yogi = try Self.moves(FedYogi(), changes)
    var (first, second) = (1.0, 1.0)  // 0.9ᵗ and 0.99ᵗ
    for round in 0..<6 {
      (first, second) = (first * 0.9, second * 0.99)
      let rounds = Double(round + 1)
      for (place, change) in [0.5, -0.25].enumerated() {
        let (size, sign) = (abs(change), change / abs(change))
        // Models up to 1 are rounded to Float.
        #expect(abs(adagrad[round][place] - 0.1 * sign / rounds.squareRoot()) < 2e-7)
        #expect(abs(corrected[round][place] - 0.1 * sign) < 2e-7)
        let step = 0.1 * (1 - first) * sign / (1 - second).squareRoot()
        #expect(abs(plain[round][place] - step) < 2e-7)
        let root = size * (0.01 * rounds).squareRoot()
        let yogiStep = 0.01 * (1 - first) * change / (root + 1e-3)
        #expect(abs(yogi[round][place] - yogiStep) < 2e-7)
      }
    }
  }

  @Test("three rounds of three clients are their definitions")
  func definitions() throws {
    for rule in [FedAdagrad(serverLearningRate: 0.3, beta1: 0.5), FedAdam(), FedYogi()]
      as [any Strategy]
    {
      var server = Server(
        rule, for: StrategyLawsTests.global, clients: 8, using: RandomStream(seed: 0))
      var global = StrategyLawsTests.global
      var moments = global.values.map { _ in (m: 0.0, v: 0.0) }
      for round in 1...3 {
        let updates = StrategyLawsTests.updates(inRound: round)
        let next = try server.aggregate(updates, into: global)
        let total = updates.reduce(0) { $0 + Double($1.exampleCount) }
        for place in next.values.indices {
          let before = Double(global.values[place])
          let d = updates.reduce(0) {
            $0 + Double($1.exampleCount) / total * (Double($1.parameters.values[place]) - before)
          }
          var (m, v) = moments[place]
          let step: Double
          switch rule {
          case is FedAdagrad:
            (m, v) = (0.5 * m + 0.5 * d, v + d * d)
            step = 0.3 * m / (v.squareRoot() + 1e-9)
          case is FedAdam:
            (m, v) = (0.9 * m + 0.1 * d, 0.99 * v + 0.01 * d * d)
            let powers = [(0.9, 0.99), (0.81, 0.9801), (0.729, 0.970299)][round - 1]
            step = 0.1 * (1 - powers.1).squareRoot() / (1 - powers.0) * m / (v.squareRoot() + 1e-9)
          default:
            let sign = v > d * d ? 1.0 : v < d * d ? -1.0 : 0
            (m, v) = (0.9 * m + 0.1 * d, v - 0.01 * d * d * sign)
            step = 0.01 * m / (v.squareRoot() + 1e-3)
          }
          moments[place] = (m, v)
          // Some roundings to Float, of numbers up to 4 and of m, which a step is in proportion to.
          #expect(abs(Double(next.values[place]) - before - step) < 1e-6)
        }
        global = next
      }
    }
  }

  @Test("Yogi's v sinks by no more than Δ², and stays where there is no difference")
  func yogi() throws {
    let rule = FedYogi(serverLearningRate: 1, beta1: 0, beta2: 0.5)
    let global = Parameters([0])
    var state = rule.initialState(for: global, clients: 8, using: RandomStream(seed: 0))
    // From 0 to ½·16; then ½·1 and ½·4 less; then nothing; then as large as Δ²; then more.
    for (change, second) in [(4, 8), (1, 7.5), (2, 5.5), (0, 5.5), (3, 10)] as [(Float, Double)] {
      _ = try rule.aggregate(Self.updates([change], from: global), into: global, state: &state)
      #expect(state.second == [second])
    }
    state.second = [9]
    _ = try rule.aggregate(Self.updates([3], from: global), into: global, state: &state)
    #expect(state.second == [9])
  }

  @Test("a coalition is replayed from the moments and the count of steps that the round began with")
  func frozen() throws {
    let (global, updates) = (StrategyLawsTests.global, StrategyLawsTests.updates)
    let rule = FedAdam()
    var state = rule.initialState(for: global, clients: 8, using: RandomStream(seed: 0))
    _ = try rule.aggregate(updates(1), into: global, state: &state)
    _ = try rule.aggregate(updates(2), into: global, state: &state)
    #expect(state.steps == 2)
    let before = state
    let first = try rule.aggregate([updates(3)[1]], into: global, state: &state)
    #expect(state.steps == 3)
    var other = before
    other.steps = 7
    #expect(try rule.aggregate([updates(3)[1]], into: global, state: &other) != first)
    state = before
    #expect(try rule.aggregate([updates(3)[1]], into: global, state: &state) == first)
  }

  @Test("squares beyond the range of Float do not stop a coordinate for good")
  func large() throws {
    let moves = try Self.moves(FedAdagrad(), [[1e25], [1e25]])
    #expect(abs(moves[0][0] - 0.1) < 1e-6)
    let rule = FedAdam()
    let global = Parameters([0])
    var state = rule.initialState(for: global, clients: 8, using: RandomStream(seed: 0))
    _ = try rule.aggregate(Self.updates([1e25], from: global), into: global, state: &state)
    #expect(state.moments.second[0].isFinite)
  }

  @Test("defaults, ours and Flower's")
  func defaults() {
    #expect(FedAdam() == FedAdam(biasCorrection: true))
    #expect(
      FedAdam.flowerDefaults
        == FedAdam(
          serverLearningRate: 0.1, beta1: 0.9, beta2: 0.99, tau: 1e-9,
          biasCorrection: false))
    #expect(FedAdagrad() == FedAdagrad(serverLearningRate: 0.1, beta1: 0, tau: 1e-9))
    #expect(
      FedYogi()
        == FedYogi(serverLearningRate: 0.01, beta1: 0.9, beta2: 0.99, tau: 1e-3))
  }

  @Test("refuse settings that are out of range")
  func refusals() {
    func complaint(_ rule: some Strategy) -> String? {
      #expect(throws: InvalidSetting.self) { try rule.validate() }?.description
    }
    #expect(
      complaint(FedAdagrad(serverLearningRate: 0.1, beta1: 1))
        == "`beta1` is 1.0, but must be at least 0 and below 1")
    #expect(
      complaint(FedYogi(serverLearningRate: 0.1, beta2: -0.5))
        == "`beta2` is -0.5, but must be at least 0 and below 1")
    #expect(
      complaint(FedAdam(serverLearningRate: 0, biasCorrection: true))
        == "`serverLearningRate` is 0.0, but must be above 0 and finite")
    #expect(
      complaint(FedAdam(tau: 0, biasCorrection: false))
        == "`tau` is 0.0, but must be above 0 and finite")
  }
}
