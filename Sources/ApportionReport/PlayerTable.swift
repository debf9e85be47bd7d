public import ApportionValuation
import Foundation

/// What the players of a game are worth, as a table for a terminal.
///
/// Values have so many decimals that the largest shows five digits that count.
public struct PlayerTable: Sendable {
  private let attribution: Attribution
  private let ranks: [Int]
  private let shares: Shares

  /// A table in the order of the ranks; players who share one come by number.
  public init(_ attribution: Attribution, ranks: [Int], shares: Shares) {
    (self.attribution, self.ranks, self.shares) = (attribution, ranks, shares)
  }

  public var text: String {
    var table = TextTable([
      ("rank", .right), ("player", .right), ("value", .right), ("standard error", .right),
      ("share", .right),
    ])
    var (fractions, note) = ([Double]?.none, "")
    switch shares {
    case .fractions(let known): fractions = known
    case .withheld(let reason): note = "no shares: \(reason)\n"
    }
    for player in ranks.indices.sorted(by: { (ranks[$0], $0) < (ranks[$1], $1) }) {
      table.add([
        "\(ranks[player])", "\(player)",
        String(format: "%+.\(decimals)f", attribution.values[player]),
        String(format: "%.\(decimals)f", attribution.standardErrors[player]),
        fractions.map { String(format: "%.1f %%", 100 * $0[player]) } ?? "–",
      ])
    }
    return table.text + note
  }

  private var decimals: Int {
    let largest = attribution.values.map(abs).max() ?? 0
    return largest > 0 ? min(max(4 - Int(log10(largest).rounded(.down)), 0), 15) : 4
  }
}
