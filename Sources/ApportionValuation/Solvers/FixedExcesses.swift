/// Coalitions whose excess *u(S) − x(S)* is fixed, and the other coalitions whose excess follows from
/// these.
///
/// The grand coalition is one of the fixed ones, with an excess of 0.
struct FixedExcesses {
  private let gains: [Double]
  /// Independent coalitions with their x(S) = u(S) − e; the first is the grand coalition.
  private(set) var rows: [(coalition: Int, sum: Double)]
  /// The coalitions whose x(S) is a linear combination of those of the rows.
  private(set) var dependents: Set<Int> = []
  /// The rows after Gaussian elimination, each with the player that is its pivot.
  private var reduced: [(row: [Double], pivot: Int)] = []

  /// - Parameter gains: u by bitmask.
  init(of gains: [Double]) {
    self.gains = gains
    rows = []
    add([gains.count - 1], excess: 0)
  }

  var playerCount: Int { gains.count.trailingZeroBitCount }

  /// Whether exactly one x is possible.
  var determinesShares: Bool { rows.count == playerCount }

  /// Fixes the excess of some coalitions; those that depend on earlier ones are skipped.
  mutating func add(_ coalitions: [Int], excess: Double) {
    for coalition in coalitions where span(coalition) {
      rows.append((coalition, gains[coalition] - excess))
    }
    dependents = Set((1..<gains.count).filter { !remainder(of: $0).contains(where: isApart) })
  }

  /// The only possible x.
  ///
  /// - Precondition: it is determined.
  var shares: [Double] {
    solve(rows.map { Self.indicator(of: $0.coalition, players: playerCount) }, rows.map(\.sum))
  }

  /// Coalitions that form a basis together with the rows.
  ///
  /// If only the grand coalition is fixed, these are the single players. Otherwise they are a single
  /// player and its complement, neither of which depends on the rows, each with half of the weight; and
  /// as many other single players as are needed, with weight 0.
  var firstBasis: [Int] {
    let alone = (0..<playerCount).map { 1 << $0 }
    guard rows.count > 1, let first = alone.first(where: { !dependents.contains($0) }) else {
      return alone
    }
    var spanned = self
    _ = spanned.span(first)
    return [first, gains.count - 1 - first] + alone.filter { spanned.span($0) }
  }

  static func indicator(of coalition: Int, players n: Int) -> [Double] {
    (0..<n).map { coalition >> $0 & 1 == 1 ? 1 : 0 }
  }

  /// Adds a coalition to the span of the rows; returns whether it was outside.
  private mutating func span(_ coalition: Int) -> Bool {
    let rest = remainder(of: coalition)
    guard let pivot = rest.indices.max(by: { abs(rest[$0]) < abs(rest[$1]) }), isApart(rest[pivot])
    else { return false }
    reduced.append((rest.map { $0 / rest[pivot] }, pivot))
    return true
  }

  /// The part of a coalition's indicator that the rows do not span.
  private func remainder(of coalition: Int) -> [Double] {
    var rest = Self.indicator(of: coalition, players: playerCount)
    for (row, pivot) in reduced where rest[pivot] != 0 {
      let factor = rest[pivot]
      for player in rest.indices { rest[player] -= factor * row[player] }
    }
    return rest
  }

  /// Remainders of integers are fractions with small denominators, or rounding errors.
  private func isApart(_ number: Double) -> Bool { abs(number) > 1e-6 }
}
