package import ApportionValuation

/// A value, and its interval where it has one.
package struct Estimate: Hashable, Sendable {
  package let value: Double
  /// Nil where the value is exact, or nothing is known of its error.
  package let interval: ClosedRange<Double>?

  /// A value with an interval of so much to both sides; none where that is zero.
  package init(_ value: Double, within reach: Double? = nil) {
    self.value = value
    interval = reach.flatMap { $0 > 0 ? value - $0...value + $0 : nil }
  }

  init(_ value: Double, _ interval: ConfidenceInterval?) {
    self.value = value
    self.interval = interval.flatMap { $0.lower < $0.upper ? $0.lower...$0.upper : nil }
  }

  /// The mean of repeats, with Student's interval.
  package init(_ summary: SampleSummary) { self.init(summary.mean, summary.tInterval) }

  private init(_ value: Double, over interval: ClosedRange<Double>?) {
    (self.value, self.interval) = (value, interval)
  }

  /// Half of the interval; nil where that is lost in the rounding of the value.
  var reach: Double? {
    guard let interval else { return nil }
    let half = interval.upperBound / 2 - interval.lowerBound / 2
    return half > 0 && half.isFinite ? half : nil
  }
  var lower: Double { interval?.lowerBound ?? value }
  var upper: Double { interval?.upperBound ?? value }

  /// The same in another unit, of which there are `factor` to one, more than none.
  func times(_ factor: Double) -> Estimate {
    Estimate(
      factor * value,
      over: interval.map { factor * $0.lowerBound...factor * $0.upperBound })
  }

  /// "12.6 ± 3.1", by the digits that the uncertainty leaves.
  ///
  /// - Parameters:
  ///   - exact: for values that have no uncertainty.
  ///   - signed: whether positive ones have a sign.
  /// - Returns: the text.
  package func text(exact: Decimals, signed: Bool = false) -> String {
    guard let reach else { return exact(value, signed: signed) }
    let decimals = Decimals(uncertainty: reach)
    return "\(decimals(value, signed: signed)) ± \(decimals(reach))"
  }

  /// The value alone, by the digits that the uncertainty leaves.
  func valueText(exact: Decimals, signed: Bool = false) -> String {
    (reach.map { Decimals(uncertainty: $0) } ?? exact)(value, signed: signed)
  }

  /// "12.6 (9.1 to 20.3)", for intervals whose halves differ.
  func rangeText(exact: Decimals) -> String {
    guard let interval, let reach else { return exact(value) }
    let decimals = Decimals(uncertainty: reach)
    return
      "\(decimals(value)) (\(decimals(interval.lowerBound)) to \(decimals(interval.upperBound)))"
  }
}
