package import ApportionValuation

/// A value, with an interval if it has one.
package struct Estimate: Hashable, Sendable {
  package let value: Double
  /// The interval; nil if the value is exact or its error is unknown.
  package let interval: ClosedRange<Double>?

  /// Creates a value with an interval that extends by `reach` to both sides; none if that is zero.
  package init(_ value: Double, within reach: Double? = nil) {
    self.value = value
    interval = reach.flatMap { $0 > 0 ? value - $0...value + $0 : nil }
  }

  init(_ value: Double, _ interval: ConfidenceInterval?) {
    self.value = value
    self.interval = interval.flatMap { $0.lower < $0.upper ? $0.lower...$0.upper : nil }
  }

  /// Creates the mean of a sample, with Student's interval.
  package init(_ summary: SampleSummary) { self.init(summary.mean, summary.tInterval) }

  private init(_ value: Double, over interval: ClosedRange<Double>?) {
    (self.value, self.interval) = (value, interval)
  }

  /// Half of the interval's width; nil if it is lost in the rounding of the value.
  var reach: Double? {
    guard let interval else { return nil }
    let half = interval.upperBound / 2 - interval.lowerBound / 2
    return half > 0 && half.isFinite ? half : nil
  }
  var lower: Double { interval?.lowerBound ?? value }
  var upper: Double { interval?.upperBound ?? value }

  /// The estimate in another unit, multiplied by `factor`, which is above 0.
  func times(_ factor: Double) -> Estimate {
    Estimate(
      factor * value,
      over: interval.map { factor * $0.lowerBound...factor * $0.upperBound })
  }

  /// The text "12.6 ± 3.1", with as many digits as the uncertainty determines.
  ///
  /// - Parameters:
  ///   - exact: the digits of values that have no uncertainty.
  ///   - signed: whether positive values have a sign.
  /// - Returns: the text.
  package func text(exact: Decimals, signed: Bool = false) -> String {
    guard let reach else { return exact(value, signed: signed) }
    let decimals = Decimals(uncertainty: reach)
    return "\(decimals(value, signed: signed)) ± \(decimals(reach))"
  }

  /// The value without its uncertainty, with as many digits as the uncertainty determines.
  func valueText(exact: Decimals, signed: Bool = false) -> String {
    (reach.map { Decimals(uncertainty: $0) } ?? exact)(value, signed: signed)
  }

  /// The text "12.6 (9.1 to 20.3)", for asymmetric intervals.
  func rangeText(exact: Decimals) -> String {
    guard let interval, let reach else { return exact(value) }
    let decimals = Decimals(uncertainty: reach)
    return
      "\(decimals(value)) (\(decimals(interval.lowerBound)) to \(decimals(interval.upperBound)))"
  }
}
