public import ApportionPrimitives
public import ApportionSimulation

/// What a model is evaluated by.
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

  /// What is uncertain of a worth of this size because models compute in single precision: 2⁻²³ of it.
  ///
  /// Models that are the same but for the order in which their parts were added up differ by less.
  public static func rounding(ofWorth size: Double) -> Double { size * Double(Float.ulpOfOne) }
}

extension RoundAccount {
  /// What single precision leaves uncertain of the round's values.
  func rounding(of utility: Utility) -> Double {
    let evaluated = zip(evaluated.correct, evaluated.lossSums).map {
      Outcome(correct: $0, lossSum: $1, count: self.evaluated.exampleCount)
    }
    let size = ([before, after] + evaluated).reduce(0) { max($0, abs(utility($1))) }
    return Utility.rounding(ofWorth: size)
  }
}
