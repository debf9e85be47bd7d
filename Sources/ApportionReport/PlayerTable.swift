public import ApportionValuation
import Foundation

/// The values of the players of a game, as a table for a terminal.
///
/// Values have as many decimals as give the largest five significant digits.
public struct PlayerTable: Sendable {
  private let attribution: Attribution
  private let names: [String]?
  private let ranks: [Int]
  private let shares: Shares
  private let populationErrors: [Double]?

  /// Creates a table in the order of the ranks; players with the same rank are ordered by number.
  ///
  /// Players are shown by their names if they have any. Population errors have a column if they are given.
  public init(
    _ attribution: Attribution, names: [String]? = nil, ranks: [Int], shares: Shares,
    populationErrors: [Double]? = nil
  ) {
    (self.attribution, self.names) = (attribution, names)
    (self.ranks, self.shares) = (ranks, shares)
    self.populationErrors = populationErrors
  }

  /// Formats the table.
  ///
  /// - Parameter width: the largest number of terminal cells per line, or nil for no limit.
  /// - Returns: its lines.
  public func text(width: Int? = nil) -> String {
    var table = TextTable(
      [
        ("rank", .right), ("player", names == nil ? .right : .left), ("value", .right),
        ("standard error", .right),
      ]
        + (populationErrors == nil ? [] : [("population error", .right)]) + [("share", .right)])
    var (fractions, note) = ([Double]?.none, "")
    switch shares {
    case .fractions(let known): fractions = known
    case .withheld(let reason): note = "no shares: \(reason)\n"
    }
    for player in ranks.indices.sorted(by: { (ranks[$0], $0) < (ranks[$1], $1) }) {
      let errors: [Double?] =
        [attribution.standardErrors[player]] + (populationErrors.map { [$0[player]] } ?? [])
      table.add(
        ["\(ranks[player])", names?[player] ?? "\(player)"]
          + [figure(attribution.values[player], signed: true)]
          + errors.map { $0.map { figure($0) } ?? "unknown" }
          + [fractions.map { (100 * $0[player]).fixed(1) + " %" } ?? "–"])
    }
    return table.text(width: width) + note
  }

  /// A number with the decimals common to all values; in scientific notation if the largest value is too
  /// small or too large for them.
  private func figure(_ number: Double, signed: Bool = false) -> String {
    guard (1e-9...).contains(largest) || largest == 0 else {
      return String(format: signed ? "%+.4e" : "%.4e", number)
    }
    return number.fixed(decimals, signed: signed)
  }

  private var decimals: Int {
    largest > 0 && largest.isFinite ? min(max(4 - Int(log10(largest).rounded(.down)), 0), 15) : 4
  }

  private var largest: Double { attribution.values.map(abs).max() ?? 0 }
}
