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
  /// The same, with matrix products for the layers after: affine rules, any number of hidden layers.
  case blocked

  /// What `automatic` comes to for a round, or this engine where it serves the round.
  ///
  /// - Throws: ``ReconstructionError/unfitEngine(engine:round:reason:)``.
  public func resolved(for round: Round) throws -> Engine {
    let hidden = round.network.layers.count - 1
    let mixture = round.serverBefore.mixture(of: round.updates, into: round.globalBefore)
    switch self {
    case .automatic:
      guard let mixture else { return .models }
      return hidden == 0 || hidden == 1 && mixture.hasConstantStep ? .direct : .blocked
    case .naive, .models:
      return self
    case .direct, .blocked:
      guard let mixture else {
        throw ReconstructionError.unfitEngine(
          engine: rawValue, round: round.number, reason: "\(round.strategy) is not affine")
      }
      guard self == .blocked || hidden == 0 || mixture.hasConstantStep else {
        throw ReconstructionError.unfitEngine(
          engine: rawValue, round: round.number,
          reason: "the step of \(round.strategy) depends on the coalition")
      }
      guard self == .direct ? hidden <= 1 : hidden >= 1 else {
        throw ReconstructionError.unfitEngine(
          engine: rawValue, round: round.number,
          reason: "the model has \(hidden) hidden layer\(hidden == 1 ? "" : "s")")
      }
      return self
    }
  }
}
