/// Two ends between which the truth lies with the stated confidence.
public struct ConfidenceInterval: Codable, Hashable, Sendable {
  public let lower: Double
  public let upper: Double
  /// How often such intervals hold the truth: 0.95, say.
  public let level: Double

  public init(lower: Double, upper: Double, level: Double) {
    (self.lower, self.upper, self.level) = (lower, upper, level)
  }

  public func contains(_ value: Double) -> Bool { lower <= value && value <= upper }

  /// The chance left on each side of a two-sided interval.
  static func tail(ofLevel level: Double) -> Double {
    precondition(level > 0 && level < 1, "a confidence level is between 0 and 1, not \(level)")
    return (1 - level) / 2
  }
}
