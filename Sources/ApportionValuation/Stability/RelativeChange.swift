public import ApportionPrimitives

/// By what part a mean differs from another of the same trials: −0.25 for a quarter less.
///
///     Σ xᵢ / Σ yᵢ − 1
///
/// Ratios are not averaged: one trial where y is next to nothing would outweigh all others.
public struct RelativeChange: Codable, Hashable, Sendable {
  public let change: Double
  /// The percentile bootstrap's interval over trials, nil for a single trial; with fewer than about
  /// ten it is too short.
  @NullWhenNil public private(set) var interval: ConfidenceInterval?

  /// Compares paired trials, or gives nil where there are none or a value of the others is not
  /// above 0.
  ///
  /// - Parameters:
  ///   - values: one per trial, at least 0.
  ///   - others: the other way's, trial by trial.
  ///   - level: the confidence of the interval.
  ///   - resamples: how many bootstrap ratios are drawn.
  ///   - stream: what the bootstrap draws from.
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
