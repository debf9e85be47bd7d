public import ApportionPrimitives

/// The mean, the spread and confidence intervals of one figure over repetitions.
///
/// A single repetition has no deviation and no intervals, since it shows no variation.
///
/// - Units: those of the figure; the coefficient of variation has none.
public struct SampleSummary: Codable, Hashable, Sendable {
  /// The number of repetitions.
  public let count: Int
  /// The mean of the figure.
  public let mean: Double
  /// The smallest value.
  public let minimum: Double
  /// The largest value.
  public let maximum: Double
  /// The root of the sum of squared deviations from the mean over count − 1, or nil for a single
  /// repetition.
  @NullWhenNil public private(set) var standardDeviation: Double?
  /// The standard deviation divided by the absolute mean, or nil if it is not defined.
  ///
  /// It is not if there is no deviation, or if the mean is only the residue of values that cancel.
  @NullWhenNil public private(set) var coefficientOfVariation: Double?
  /// Student's interval for the mean, valid if the repetitions are approximately normal.
  @NullWhenNil public private(set) var tInterval: ConfidenceInterval?
  /// The percentile bootstrap interval for the mean, which assumes no distribution.
  ///
  /// For fewer than about ten repetitions it is too short, and Student's is safer.
  @NullWhenNil public private(set) var bootstrapInterval: ConfidenceInterval?

  /// The largest value minus the smallest.
  public var range: Double { maximum - minimum }

  /// Summarises one or more repetitions.
  ///
  /// - Parameters:
  ///   - values: one per repetition, all finite.
  ///   - level: the confidence of the intervals.
  ///   - resamples: the number of bootstrap means. With the default, the ends of a 95 % interval are the
  ///     50th means from below and from above.
  ///   - stream: the source of randomness of the bootstrap.
  public init(
    of values: [Double], level: Double = 0.95, resamples: Int = 1999, using stream: RandomStream
  ) {
    precondition(!values.isEmpty, "there is nothing to summarise")
    precondition(values.allSatisfy(\.isFinite), "a summary needs finite values, not \(values)")
    count = values.count
    mean = Self.mean(of: values)
    minimum = values.reduce(values[0], min)
    maximum = values.reduce(values[0], max)
    guard count > 1 else { return }
    var squares = 0.0
    for value in values { squares += (value - mean) * (value - mean) }
    let deviation = (squares / Double(count - 1)).squareRoot()
    standardDeviation = deviation
    let size = values.reduce(0) { $0 + abs($1) } / Double(count)
    if abs(mean) > 1e-6 * size { coefficientOfVariation = deviation / abs(mean) }

    let quantile = StudentT(degreesOfFreedom: Double(count - 1))
      .quantile(1 - ConfidenceInterval.tail(ofLevel: level))
    let reach = quantile * deviation / Double(count).squareRoot()
    tInterval = ConfidenceInterval(lower: mean - reach, upper: mean + reach, level: level)
    bootstrapInterval = Self.bootstrap(values, level: level, resamples: resamples, using: stream)
  }

  /// The mean, computed relative to the first value, so that equal values have exactly that as their
  /// mean.
  private static func mean(of values: [Double]) -> Double {
    var excess = 0.0
    for value in values { excess += value - values[0] }
    return values[0] + excess / Double(values.count)
  }

  /// The ⌊(B + 1) α/2⌉-th smallest and largest of B means of values drawn with replacement.
  ///
  /// Percentiles are used and not BCa: the mean of a resample is centred on the sample's mean already, so
  /// BCa would only add a correction for skewness, a third moment, which the few repetitions of an
  /// experiment cannot distinguish from noise.
  ///
  /// - Source: Efron & Tibshirani, "An introduction to the bootstrap", 1993, chapter 13.
  private static func bootstrap(
    _ values: [Double], level: Double, resamples: Int, using stream: RandomStream
  ) -> ConfidenceInterval {
    let rank = Int((Double(resamples + 1) * ConfidenceInterval.tail(ofLevel: level)).rounded())
    precondition(rank >= 1, "\(resamples) resamples are too few for a confidence of \(level)")
    var draws = stream.child("bootstrap")
    var sample = values
    var means: [Double] = []
    for _ in 0..<resamples {
      for place in sample.indices { sample[place] = values[draws.integer(below: values.count)] }
      means.append(mean(of: sample))
    }
    means.sort()
    return ConfidenceInterval(
      lower: means[rank - 1], upper: means[resamples - rank], level: level)
  }
}
