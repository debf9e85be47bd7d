import ApportionReconstruction
import ApportionValuation

/// The contributions of a run as text: one row per round, client, method and utility, and the totals
/// over rounds as round 0.
///
/// A client that did not take part in a round has no row for it. Numbers have 17 significant digits,
/// which is enough to read back the same bits.
struct ContributionsCSV {
  static let header = "round,client,method,game,utility,value,standard_error"

  private(set) var text = header + "\n"

  mutating func add(_ account: RoundAccount) {
    for entry in account.entries {
      for (player, client) in account.clients.enumerated() {
        row(
          account.round, client, entry.method, entry.utility, entry.attribution.values[player],
          entry.attribution.standardErrors[player])
      }
    }
  }

  mutating func add(_ totals: TotalAccount) {
    for entry in totals.entries {
      for client in entry.values.indices {
        row(
          0, client, entry.method, entry.utility, entry.values[client],
          entry.standardErrors[client])
      }
    }
  }

  private mutating func row(
    _ round: Int, _ client: Int, _ method: String, _ utility: Utility, _ value: Double,
    _ error: Double
  ) {
    let numbers = [value, error].map(fullPrecision).joined(separator: ",")
    text += "\(round),\(client),\(method),\(RoundGame.id),\(utility.rawValue),\(numbers)\n"
  }
}
