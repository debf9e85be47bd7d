public import ApportionPrimitives

/// The relative difference of a mean from another over the same trials: −0.25 for a quarter less.
///
///     Σ xᵢ / Σ yᵢ − 1
///
/// Ratios are not averaged: one trial in which y is close to 0 would dominate all others.
public struct RelativeChange: Codable, Hashable, Sendable {
  /// The relative difference of the means.
  public let change: Double
  /// The percentile bootstrap interval over trials, nil for a single trial; for fewer than about ten it
  /// is too short.
  @NullWhenNil public private(set) var interval: ConfidenceInterval?

  /// Compares paired trials; nil if there are none or if one of `others` is not above 0.
  ///
  /// - Parameters:
  ///   - values: one per trial, at least 0.
  ///   - others: the values to compare with, trial by trial.
  ///   - level: the confidence of the interval.
  ///   - resamples: the number of bootstrap ratios.
  ///   - stream: the source of randomness of the bootstrap.
  public init?(
    of values: [Double], against others: [Double], level: Double = 0.95, resamples: Int = 1999,
    using stream: RandomStream
  ) {
    precondition(
      values.count == others.count, "\(values.count) values cannot be paired with \(others.count)")
    guard !values.isEmpty, others.allSatisfy({ $0 > 0 }) else { return nil }
    change = values.reduce(0, +) / others.reduce(0, +) - 1
    guard values.count > 1 else { return }
    let rank = Int((Double(resamples + 1) * ConfidenceInterval.tail(ofLevel: level)).rounded())
    precondition(rank >= 1, "\(resamples) resamples are too few for a confidence of \(level)")
    var draws = stream.child("bootstrap")
    var changes: [Double] = []
    for _ in 0..<resamples {
      var (sum, otherSum) = (0.0, 0.0)
      for _ in values.indices {
        let trial = draws.integer(below: values.count)
        sum += values[trial]
        otherSum += others[trial]
      }
      changes.append(sum / otherSum - 1)
    }
    changes.sort()
    interval = ConfidenceInterval(
      lower: changes[rank - 1], upper: changes[resamples - rank], level: level)
  }
}
