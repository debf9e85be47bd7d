public import ApportionPrimitives
public import ApportionSimulation

/// What a model is judged by.
///
/// Higher is better, so a positive value means that a client helped.
public enum Utility: String, ConfigurableChoice {
  /// The fraction of the validation examples that are classified correctly.
  case accuracy
  /// Minus the mean cross-entropy on the validation examples, in nats: differences are loss
  /// reductions.
  case loss

  public func callAsFunction(_ outcome: Outcome) -> Double {
    switch self {
    case .accuracy: outcome.accuracy
    case .loss: -outcome.loss
    }
  }
}
