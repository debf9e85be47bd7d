/// An interval that contains the true value with the stated confidence.
public struct ConfidenceInterval: Codable, Hashable, Sendable {
  /// The lower end.
  public let lower: Double
  /// The upper end.
  public let upper: Double
  /// The probability that such intervals contain the true value, such as 0.95.
  public let level: Double

  /// An interval with these ends.
  public init(lower: Double, upper: Double, level: Double) {
    (self.lower, self.upper, self.level) = (lower, upper, level)
  }

  /// Whether a value lies in the interval, ends included.
  public func contains(_ value: Double) -> Bool { lower <= value && value <= upper }

  /// The probability left on each side of a two-sided interval.
  static func tail(ofLevel level: Double) -> Double {
    precondition(level > 0 && level < 1, "a confidence level is between 0 and 1, not \(level)")
    return (1 - level) / 2
  }
}
