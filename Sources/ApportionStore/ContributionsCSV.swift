package import ApportionReconstruction
import ApportionValuation

/// The contributions of a run as CSV text: one row per round, client, method and utility.
///
/// The totals over rounds have the round number 0. A client that did not take part in a round has no row for
/// it.
struct ContributionsCSV {
  static let header = ContributionRow.columns.joined(separator: ",")

  private(set) var text = header + "\n"

  mutating func add(_ rows: [ContributionRow]) {
    for row in rows { text += row.fields.map(\.csv).joined(separator: ",") + "\n" }
  }
}

/// The contribution of one client to one round, or to all rounds as round 0, by one method and utility.
package struct ContributionRow: Hashable, Sendable {
  package var round: Int
  package var client: Int
  /// The client's name.
  package var name: String
  package var method: String
  package var utility: Utility
  package var value: Double
  /// The standard error; nil, and an empty field, if it is not known.
  package var standardError: Double?

  package static let columns = [
    "round", "client", "name", "method", "game", "utility", "value", "standard_error",
  ]

  /// One field in the order of ``columns``.
  package enum Field: Hashable, Sendable {
    case integer(Int)
    /// A number; nil if it is not known.
    case number(Double?)
    case text(String)

    /// The field as CSV text; numbers have 17 significant digits, which is enough to read back the same bits.
    package var csv: String {
      switch self {
      case .integer(let integer): "\(integer)"
      case .number(let number): number.map(fullPrecision) ?? ""
      case .text(let text): quoted(text)
      }
    }
  }

  package var fields: [Field] {
    [
      .integer(round), .integer(client), .text(name), .text(method), .text(RoundGame.id),
      .text(utility.rawValue), .number(value), .number(standardError),
    ]
  }
}

extension RoundAccount {
  /// The rows of `contributions.csv`; `names` are those of all clients of the federation.
  package func rows(names: [String]) -> [ContributionRow] {
    entries.flatMap { entry in
      clients.enumerated().map { player, client in
        ContributionRow(
          round: round, client: client, name: names[client], method: entry.method,
          utility: entry.utility, value: entry.attribution.values[player],
          standardError: entry.attribution.standardErrors[player])
      }
    }
  }
}

extension TotalAccount {
  /// The rows of `contributions.csv`, as round 0; `names` are those of all clients of the federation.
  package func rows(names: [String]) -> [ContributionRow] {
    entries.flatMap { entry in
      entry.values.indices.map { client in
        ContributionRow(
          round: 0, client: client, name: names[client], method: entry.method,
          utility: entry.utility, value: entry.values[client],
          standardError: entry.standardErrors[client])
      }
    }
  }
}
