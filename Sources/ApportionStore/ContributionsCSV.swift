package import ApportionReconstruction
import ApportionValuation

/// The contributions of a run as text: one row per round, client, method and utility, and the totals
/// over rounds as round 0.
///
/// A client that did not take part in a round has no row for it.
struct ContributionsCSV {
  static let header = ContributionRow.columns.joined(separator: ",")

  private(set) var text = header + "\n"

  mutating func add(_ rows: [ContributionRow]) {
    for row in rows { text += row.fields.joined(separator: ",") + "\n" }
  }
}

/// What one client contributed to one round, or to all as round 0, by one method and utility.
package struct ContributionRow: Hashable, Sendable {
  package var round: Int
  package var client: Int
  package var method: String
  package var utility: Utility
  package var value: Double
  /// Nil, and an empty field, where it is not known.
  package var standardError: Double?

  package static let columns = [
    "round", "client", "method", "game", "utility", "value", "standard_error",
  ]

  /// Numbers have 17 significant digits, which is enough to read back the same bits.
  package var fields: [String] {
    [
      "\(round)", "\(client)", method, RoundGame.id, utility.rawValue, fullPrecision(value),
      standardError.map(fullPrecision) ?? "",
    ]
  }

  /// The same in JSON.
  package var jsonFields: [String] {
    [
      "\(round)", "\(client)", "\"\(method)\"", "\"\(RoundGame.id)\"", "\"\(utility.rawValue)\"",
      fullPrecision(value), standardError.map(fullPrecision) ?? "null",
    ]
  }
}

extension RoundAccount {
  package var rows: [ContributionRow] {
    entries.flatMap { entry in
      clients.enumerated().map { player, client in
        ContributionRow(
          round: round, client: client, method: entry.method, utility: entry.utility,
          value: entry.attribution.values[player],
          standardError: entry.attribution.standardErrors[player])
      }
    }
  }
}

extension TotalAccount {
  package var rows: [ContributionRow] {
    entries.flatMap { entry in
      entry.values.indices.map { client in
        ContributionRow(
          round: 0, client: client, method: entry.method, utility: entry.utility,
          value: entry.values[client], standardError: entry.standardErrors[client])
      }
    }
  }
}
