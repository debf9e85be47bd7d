import ApportionPrimitives
import ApportionReconstruction
import ApportionSimulation
import ApportionValuation
import Testing

/// A round of models drawn at random, with examples to evaluate them by: engines do not care whether
/// somebody trained.
struct DrawnRound: Sendable, CustomTestStringConvertible {
  var hidden: [Int] = []
  var activation = Activation.relu
  var strategy: any Strategy = FedAvg()
  /// How many examples each client trained on.
  var weights: [Int]
  /// How many examples of each class there are to evaluate by.
  var samples: [Int]
  /// What models are multiplied by.
  var size: Float = 1
  var features = 5
  var seed: UInt64 = 1

  var testDescription: String {
    "\(weights) of \(hidden) \(activation) by \(type(of: strategy).id), evaluated on \(samples), "
      + "× \(size)"
  }

  var network: Network {
    Network(widths: [features] + hidden + [samples.count], activation: activation)
  }

  /// The third round of a server, so that it has something to remember.
  func round() throws -> Round {
    var draws = RandomStream(seed: seed).child("models")
    var global = model(&draws)
    var server = Server(strategy, for: global, clients: 8, using: RandomStream(seed: seed))
    for _ in 0..<2 { global = try server.aggregate(updates(&draws), into: global) }
    var after = server
    let updates = updates(&draws)
    return Round(
      number: 3, network: network, globalBefore: global, serverBefore: server, updates: updates,
      globalAfter: try after.aggregate(updates, into: global))
  }

  private func updates(_ draws: inout RandomStream) -> [ClientUpdate] {
    weights.enumerated().map { client, weight in
      ClientUpdate(
        client: client, parameters: model(&draws), exampleCount: weight,
        stepSum: Double(1 + client % 3) / 8, initialLoss: Double(1 + client) / 4)
    }
  }

  private func model(_ draws: inout RandomStream) -> Parameters {
    Parameters((0..<network.parameterCount).map { _ in size * Float(draws.normal()) / 2 })
  }

  /// Normal features, one in three of them 0 and the first always.
  var dataset: Dataset {
    var draws = RandomStream(seed: seed).child("examples")
    let labels = samples.enumerated().flatMap { label, count in
      Array(repeating: Int32(label), count: count)
    }
    return Dataset(
      features: labels.flatMap { _ in
        (0..<features).map { feature in
          let (value, isZero) = (Float(draws.normal()), draws.integer(below: 3) == 0)
          return feature == 0 || isZero ? 0 : value
        }
      },
      featureCount: features, labels: labels, classNames: samples.indices.map { "\($0)" })
  }

  var evaluation: EvaluationSet { EvaluationSet(dataset, rows: Array(0..<samples.reduce(0, +))) }
}

extension Round {
  /// The engines for affine rules that serve its network.
  var fastEngines: [Engine] {
    get throws {
      let combination = try serverBefore.combination(of: updates, into: globalBefore)
      return switch network.layers.count {
      case 1: [.mixed]
      case 2 where combination?.hasConstantStep == true:
        [.mixed, .mixedDeep] + (network.activation == .relu ? [.mixedReLU, .mixedAuto] : [])
      default: [.mixedDeep]
      }
    }
  }

  /// The outcomes of all coalitions, in bitmask order.
  func outcomes(
    by engine: Engine, on evaluation: EvaluationSet, threads: Int = 1, kernels: Kernels = .current
  ) async throws -> [Outcome] {
    let outcomes = try RoundOutcomes(
      of: self, on: evaluation, engine: engine, threads: threads, kernels: kernels)
    try await outcomes.tabulate()
    return try await outcomes((0..<1 << updates.count).map(Coalition.init(index:)))
  }

  /// Makes the model after the round what the rule makes of the updates that it has now.
  mutating func endAsUpdated() throws { globalAfter = try replayed(with: Array(updates.indices)) }

  /// Checks every engine that serves the round against the naive one, on every coalition.
  func expectAgreement(
    on evaluation: EvaluationSet, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let truth = try await outcomes(by: .reference, on: evaluation)
    for engine in try fastEngines {
      let outcomes = try await outcomes(by: engine, on: evaluation)
      for (set, (outcome, truth)) in zip(outcomes, truth).enumerated() {
        let place = "\(engine), coalition \(Coalition(index: set).members)"
        #expect(outcome.correct == truth.correct, "\(place)", sourceLocation: sourceLocation)
        #expect(outcome.count == truth.count, sourceLocation: sourceLocation)
        // Sums of some ten roundings of 2⁻²⁴ on the way to a logit; below 1, in nats and not
        // relative, since a small loss is what remains of larger logits.
        #expect(
          abs(outcome.loss - truth.loss) <= 1e-6 * max(1, truth.loss), "\(place)",
          sourceLocation: sourceLocation)
      }
    }
  }
}
