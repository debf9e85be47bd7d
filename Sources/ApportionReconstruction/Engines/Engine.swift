public import ApportionPrimitives
public import ApportionSimulation

/// How the models of a round's coalitions are evaluated.
public enum Engine: String, ConfigurableChoice {
  /// The fastest engine that supports the round.
  case automatic
  /// Builds each model and runs it forward in double precision, one by one: slow; the other engines are
  /// tested against it.
  case reference
  /// Models built by the strategy and run forward, one by one: supports every strategy.
  case perCoalition = "per-coalition"
  /// First layers computed once per client and mixed: affine strategies, no or one hidden layer.
  case mixed
  /// As ``mixed``, with a quadratic form for the hidden units that are active for every client or for none:
  /// affine strategies, one hidden layer of ReLUs.
  case mixedReLU = "mixed-relu"
  /// ``mixed`` or ``mixedReLU`` for each panel of examples, depending on the fraction of other hidden units.
  case mixedAuto = "mixed-auto"
  /// First layers mixed, and matrix products for the layers after: affine strategies, any number of hidden
  /// layers.
  case mixedDeep = "mixed-deep"

  /// The engine that `automatic` selects for a round, or this engine if it supports the round.
  ///
  /// - Throws: ``ReconstructionError/unfitEngine(engine:round:reason:)``, or what the strategy throws.
  public func resolved(for round: Round) throws -> Engine {
    let combination = try round.serverBefore.combination(
      of: round.updates, into: round.globalBefore)
    guard self != .automatic else {
      return Engine.byPreference.first { $0.unsupportedReason(for: round, combination) == nil }
        ?? .perCoalition
    }
    if let reason = unsupportedReason(for: round, combination) {
      throw ReconstructionError.unfitEngine(
        engine: rawValue, round: round.number, reason: reason)
    }
    return self
  }

  private static let byPreference: [Engine] = [.mixedAuto, .mixed, .mixedDeep]

  /// Why the engine does not support a round; nil if it does.
  private func unsupportedReason(for round: Round, _ combination: AffineCombination?) -> String? {
    guard isMixing else { return nil }
    guard let combination else { return "\(round.strategy) is not affine" }
    let hidden = round.network.layers.count - 1
    let layers = "the model has \(hidden) hidden layer\(hidden == 1 ? "" : "s")"
    switch self {
    case .mixedDeep: return hidden >= 1 ? nil : layers
    case .mixed where hidden == 0: return nil
    default: break
    }
    guard hidden == 1 else { return layers }
    guard combination.hasConstantStep else {
      return "the step of \(round.strategy) depends on the coalition"
    }
    if self == .mixed { return nil }
    switch round.network.activation {
    case .relu: return nil
    case .tanh: return "the model's hidden units are tanh, not relu"
    }
  }

  /// Whether the engine mixes clients' first layers instead of building models.
  var isMixing: Bool {
    switch self {
    case .mixed, .mixedReLU, .mixedAuto, .mixedDeep: true
    case .automatic, .reference, .perCoalition: false
    }
  }

  /// The bytes that a worker holds; 0 if models are built one by one.
  func workerBytes(of network: Network, players: Int) -> Double {
    guard isMixing else { return 0 }
    let numbers =
      switch (self, network.layers.count) {
      case (.mixedDeep, _): BlockedEngine.size(of: network, players: players)
      case (_, 1): LinearEngine.size(of: network, players: players)
      default: HiddenLayerEngine.size(of: network, players: players, engine: self)
      }
    let sets = Double(sign: .plus, exponent: players, significand: 1)
    let entry = MemoryLayout<Int32>.size + MemoryLayout<Double>.size
    return Double(numbers * MemoryLayout<Float>.size) + 2 * sets * Double(entry)
  }
}
