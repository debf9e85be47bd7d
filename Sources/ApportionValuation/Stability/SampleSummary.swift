public import ApportionPrimitives

/// What repeats of one figure tell: where it lies, how far it moves, and how sure the mean is.
///
/// A single repeat says nothing about movement, so it has no deviation and no intervals.
///
/// - Units: those of the figure, but the coefficient of variation has none.
public struct SampleSummary: Codable, Hashable, Sendable {
  /// How many repeats there are.
  public let count: Int
  public let mean: Double
  public let minimum: Double
  public let maximum: Double
  /// The root of the squared deviations from the mean over count − 1, or nil for a single repeat.
  @NullWhenNil public private(set) var standardDeviation: Double?
  /// The standard deviation over the size of the mean, or nil where there is none or the mean is
  /// what is left of values that cancel.
  @NullWhenNil public private(set) var coefficientOfVariation: Double?
  /// Student's interval for the mean, right for repeats that are about normal.
  @NullWhenNil public private(set) var tInterval: ConfidenceInterval?
  /// The percentile bootstrap's interval for the mean, which assumes no shape; with fewer than
  /// about ten repeats it is too short, and Student's is the safer.
  @NullWhenNil public private(set) var bootstrapInterval: ConfidenceInterval?

  /// The largest value less the smallest.
  public var range: Double { maximum - minimum }

  /// Summarises one or more repeats.
  ///
  /// - Parameters:
  ///   - values: one per repeat, all finite.
  ///   - level: the confidence of the intervals.
  ///   - resamples: how many bootstrap means are drawn. The default puts the ends of a 95 %
  ///     interval on the 50th mean from below and from above.
  ///   - stream: what the bootstrap draws from.
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

  /// The mean by way of the first value, so that equal values have it as their mean exactly.
  private static func mean(of values: [Double]) -> Double {
    var excess = 0.0
    for value in values { excess += value - values[0] }
    return values[0] + excess / Double(values.count)
  }

  /// The ⌊(B + 1) α/2⌉-th smallest and largest of B means of values drawn with replacement.
  ///
  /// Percentiles and not BCa: the mean of a resample is centred on the sample's mean already, so
  /// all that BCa would add is a correction for skewness, a third moment, which the handful of
  /// repeats of an experiment cannot tell from noise.
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
