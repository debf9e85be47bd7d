import Foundation

/// A scale with round numbers as ticks.
struct Axis {
  let ticks: [Double]
  let decimals: Decimals
  private let domain: ClosedRange<Double>

  /// Creates a scale that covers all values.
  ///
  /// - Parameters:
  ///   - values: those that are not finite are left out, and those below 10⁻²⁹⁰ in magnitude are taken as 0,
  ///     because steps between them would not be representable.
  ///   - includingZero: whether it also covers 0.
  ///   - count: the approximate number of ticks.
  init(covering values: [Double], includingZero: Bool = false, count: Int = 4) {
    let all =
      values.filter(\.isFinite).map { abs($0) < 1e-290 ? 0 : $0 } + (includingZero ? [0] : [])
    var (low, high) = (all.min() ?? 0, all.max() ?? 1)
    // A single value is extended towards zero, because its other side may not be representable.
    if low == high {
      if low > 0 { low *= 0.9 } else if low < 0 { high *= 0.9 } else { high = 0.1 }
    }
    let rough = (high - low) / Double(count)
    let unit = pow(10, floor(log10(rough)))
    let step = unit * ([1, 2, 5].first { $0 * unit >= rough } ?? 10)
    let (first, last) = (Int((low / step).rounded(.down)), Int((high / step).rounded(.up)))
    ticks = (first...last).map { Double($0) * step }
    decimals = Decimals(-Int(floor(log10(step) + 1e-9)))
    domain = Double(first) * step...Double(last) * step
  }

  /// Creates a scale with the given ends, which need not be round numbers.
  init(spanning domain: ClosedRange<Double>, count: Int = 4) {
    let round = Axis(covering: [domain.lowerBound, domain.upperBound], count: count)
    ticks = round.ticks.filter(domain.contains)
    decimals = round.decimals
    self.domain = domain
  }

  /// The nearest value that is on the scale.
  func cut(_ value: Double) -> Double { min(max(value, domain.lowerBound), domain.upperBound) }

  /// Creates a scale for the numbers 1 to `last`, with `first` at its left end.
  init(from first: Int, to last: Int) {
    let rough = max(Double(last) / 6, 1)
    let unit = pow(10, floor(log10(rough)))
    let step = Int(unit * ([1, 2, 5].first { $0 * unit >= rough } ?? 10))
    ticks = stride(from: step, through: last, by: step).map(Double.init)
    decimals = Decimals(0)
    domain = Double(first)...Double(max(last, first + 1))
  }

  /// The coordinate of a value, given the coordinates of the two ends.
  func place(_ value: Double, from start: Double, to end: Double) -> Double {
    start + (value - domain.lowerBound) / (domain.upperBound - domain.lowerBound) * (end - start)
  }
}
