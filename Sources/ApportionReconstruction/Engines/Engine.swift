public import ApportionPrimitives
public import ApportionSimulation

/// How the models of a round's coalitions are judged.
public enum Engine: String, ConfigurableChoice {
  /// The fastest that serves the round.
  case automatic
  /// Models built and run forward in double precision, one by one: slow, and the judge of the others.
  case naive
  /// Models built by the rule and run forward, one by one: serves every rule.
  case models
  /// First layers computed once per client and mixed: affine rules, no or one hidden layer.
  case direct
  /// The same, with a quadratic form for the hidden units that are on, or off, for every client: affine
  /// rules, one hidden layer of ReLUs.
  case stable
  /// Direct or stable for each panel of examples, by the share of units that are neither.
  case adaptive
  /// First layers mixed, and matrix products for the layers after: affine rules, any number of hidden
  /// layers.
  case blocked

  /// What `automatic` comes to for a round, or this engine where it serves the round.
  ///
  /// - Throws: ``ReconstructionError/unfitEngine(engine:round:reason:)``, or what the rule throws.
  public func resolved(for round: Round) throws -> Engine {
    let mixture = try round.serverBefore.mixture(of: round.updates, into: round.globalBefore)
    guard self != .automatic else {
      return Engine.byPreference.first { $0.obstacle(to: round, mixture) == nil } ?? .models
    }
    if let obstacle = obstacle(to: round, mixture) {
      throw ReconstructionError.unfitEngine(
        engine: rawValue, round: round.number, reason: obstacle)
    }
    return self
  }

  private static let byPreference: [Engine] = [.adaptive, .direct, .blocked]

  /// Why the engine does not serve a round, or nil where it does.
  private func obstacle(to round: Round, _ mixture: Mixture?) -> String? {
    guard isMixing else { return nil }
    guard let mixture else { return "\(round.strategy) is not affine" }
    let hidden = round.network.layers.count - 1
    let layers = "the model has \(hidden) hidden layer\(hidden == 1 ? "" : "s")"
    switch self {
    case .blocked: return hidden >= 1 ? nil : layers
    case .direct where hidden == 0: return nil
    default: break
    }
    guard hidden == 1 else { return layers }
    guard mixture.hasConstantStep else {
      return "the step of \(round.strategy) depends on the coalition"
    }
    if self == .direct { return nil }
    switch round.network.activation {
    case .relu: return nil
    case .tanh: return "the model's hidden units are tanh, not relu"
    }
  }

  /// Whether clients' first layers are mixed, rather than models built.
  var isMixing: Bool {
    switch self {
    case .direct, .stable, .adaptive, .blocked: true
    case .automatic, .naive, .models: false
    }
  }

  /// How one hidden layer is judged.
  var way: HiddenLayerEngine.Way {
    switch self {
    case .stable: .stable
    case .adaptive: .cheaper
    default: .direct
    }
  }

  /// Bytes that a worker holds, 0 where models are built one by one.
  func workerBytes(of network: Network, players: Int) -> Double {
    guard isMixing else { return 0 }
    let numbers =
      switch (self, network.layers.count) {
      case (.blocked, _): BlockedEngine.size(of: network, players: players)
      case (_, 1): LinearEngine.size(of: network, players: players)
      default: HiddenLayerEngine.size(of: network, players: players, way: way)
      }
    let sets = Double(sign: .plus, exponent: players, significand: 1)
    let entry = MemoryLayout<Int32>.size + MemoryLayout<Double>.size
    return Double(numbers * MemoryLayout<Float>.size) + 2 * sets * Double(entry)
  }
}
