public import ApportionValuation
import Foundation

/// What the players of a game are worth, as a table for a terminal.
///
/// Values have so many decimals that the largest shows five digits that count.
public struct PlayerTable: Sendable {
  private let attribution: Attribution
  private let names: [String]?
  private let ranks: [Int]
  private let shares: Shares
  private let populationErrors: [Double]?

  /// A table in the order of the ranks; players who share one come by number.
  ///
  /// Players are shown by their names where they have any. Errors of the population have a column where
  /// there are any.
  public init(
    _ attribution: Attribution, names: [String]? = nil, ranks: [Int], shares: Shares,
    populationErrors: [Double]? = nil
  ) {
    (self.attribution, self.names) = (attribution, names)
    (self.ranks, self.shares) = (ranks, shares)
    self.populationErrors = populationErrors
  }

  /// - Parameter width: how many cells of a terminal a line may take, or nil for any number.
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

  /// A number with as many decimals as all have; in scientific notation where the largest value has no
  /// digits among them.
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
