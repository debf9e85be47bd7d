/// Coalitions whose excess *u(S) − x(S)* is fixed, and what follows from them for others.
///
/// The grand coalition is one of them, with an excess of 0.
struct FixedExcesses {
  private let gains: [Double]
  /// Independent coalitions and what their shares sum to, x(S) = u(S) − e; the first is everybody.
  private(set) var rows: [(coalition: Int, sum: Double)]
  /// The coalitions whose shares are sums and differences of those of the rows.
  private(set) var dependents: Set<Int> = []
  /// The rows by Gaussian elimination, each with the player that it is solved for.
  private var reduced: [(row: [Double], pivot: Int)] = []

  /// - Parameter gains: u by bitmask.
  init(of gains: [Double]) {
    self.gains = gains
    rows = []
    add([gains.count - 1], excess: 0)
  }

  var playerCount: Int { gains.count.trailingZeroBitCount }

  /// Whether there is one x only.
  var determinesShares: Bool { rows.count == playerCount }

  /// Fixes the excess of some coalitions; those that depend on others are passed over.
  mutating func add(_ coalitions: [Int], excess: Double) {
    for coalition in coalitions where span(coalition) {
      rows.append((coalition, gains[coalition] - excess))
    }
    dependents = Set((1..<gains.count).filter { !remainder(of: $0).contains(where: isApart) })
  }

  /// The only x.
  ///
  /// - Precondition: it is determined.
  var shares: [Double] {
    solve(rows.map { Self.indicator(of: $0.coalition, players: playerCount) }, rows.map(\.sum))
  }

  /// Coalitions that make a basis together with the rows.
  ///
  /// Without fixed excesses but everybody's, the players alone. Else a player alone and all the others, of
  /// whom none depends on the rows, each with half of the weight; and other players alone, as many as are
  /// needed, without any.
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

  /// Adds a coalition to those that the rows span, and tells whether it was none of them.
  private mutating func span(_ coalition: Int) -> Bool {
    let rest = remainder(of: coalition)
    guard let pivot = rest.indices.max(by: { abs(rest[$0]) < abs(rest[$1]) }), isApart(rest[pivot])
    else { return false }
    reduced.append((rest.map { $0 / rest[pivot] }, pivot))
    return true
  }

  /// What of a coalition's indicator the rows do not span.
  private func remainder(of coalition: Int) -> [Double] {
    var rest = Self.indicator(of: coalition, players: playerCount)
    for (row, pivot) in reduced where rest[pivot] != 0 {
      let factor = rest[pivot]
      for player in rest.indices { rest[player] -= factor * row[player] }
    }
    return rest
  }

  /// Remainders of whole numbers are fractions with small denominators, or rounding.
  private func isApart(_ number: Double) -> Bool { abs(number) > 1e-6 }
}
