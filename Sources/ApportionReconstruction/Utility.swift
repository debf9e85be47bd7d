public import ApportionPrimitives
public import ApportionSimulation

/// The measure by which a model is evaluated.
///
/// Higher is better, so a positive value means that a client helped.
public enum Utility: String, ConfigurableChoice {
  /// The fraction of the validation examples that are classified correctly.
  case accuracy
  /// Minus the mean cross-entropy on the validation examples, in nats: differences are loss reductions.
  case loss

  /// The utility of an outcome.
  public func callAsFunction(_ outcome: Outcome) -> Double {
    switch self {
    case .accuracy: outcome.accuracy
    case .loss: -outcome.loss
    }
  }

  /// The uncertainty of a worth of this size because models compute in single precision: 2⁻²³ of it.
  ///
  /// Models that differ only in the order of summation have worths that differ by less.
  public static func rounding(ofWorth size: Double) -> Double { size * Double(Float.ulpOfOne) }
}

extension RoundAccount {
  /// The uncertainty of the round's values due to single precision.
  func rounding(of utility: Utility) -> Double {
    let evaluated = zip(evaluated.correct, evaluated.lossSums).map {
      Outcome(correct: $0, lossSum: $1, count: self.evaluated.exampleCount)
    }
    let size = ([before, after] + evaluated).reduce(0) { max($0, abs(utility($1))) }
    return Utility.rounding(ofWorth: size)
  }
}
