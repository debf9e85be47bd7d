public import ApportionReconstruction
public import ApportionSimulation
import Foundation

/// The clients and their contributions, as a table for a terminal.
///
/// Estimates are shown with their standard errors.
public struct ClientTable: Sendable {
  private let clients: [ClientRecord]
  private let primary: MethodContributions
  private let others: [MethodContributions]
  /// The number of rounds of each client; empty if all participated in all rounds.
  private let roundsTaken: [Int]

  /// Creates a table in the order of `primary`, which provides shares and ranks.
  ///
  /// `others` are the same method under the other utilities. The number of `rounds` in which each client
  /// participated is shown if a client was absent from any.
  public init(
    _ clients: [ClientRecord], primary: MethodContributions, others: [MethodContributions],
    roundsTaken: [Int] = [],
    of rounds: Int = 0
  ) {
    (self.clients, self.primary, self.others) = (clients, primary, others)
    self.roundsTaken = roundsTaken.allSatisfy { $0 == rounds } ? [] : roundsTaken
  }

  /// Formats the table.
  ///
  /// - Parameter width: the largest number of terminal cells per line, or nil for no limit.
  /// - Returns: its lines.
  public func text(width: Int? = nil) -> String {
    let contributions = [primary] + others
    var table = TextTable(
      [("rank", .right), ("client", .left), ("examples", .right)]
        + (roundsTaken.isEmpty ? [] : [("rounds", .right)])
        + contributions.map { (Self.title($0.utility), .right) }
        + [("share", .right), ("corruption", .left)])
    let order = clients.indices.sorted {
      (primary.ranks[$0], $0) < (primary.ranks[$1], $1)
    }
    for index in order {
      let share = primary.shares.map { (100 * $0[index]).fixed(1) + " %" }
      table.add(
        ["\(primary.ranks[index])", clients[index].name, "\(clients[index].examples)"]
          + (roundsTaken.isEmpty ? [] : ["\(roundsTaken[index])"])
          + contributions.map { Self.figure($0, index) }
          + [share ?? "–", clients[index].corruption.description])
    }
    let note = primary.sharesWithheld.map { "no shares: \($0)\n" } ?? ""
    return table.text(width: width) + note
  }

  private static func figure(_ contribution: MethodContributions, _ index: Int) -> String {
    let value = contribution.values[index].fixed(4, signed: true)
    guard !contribution.isExact else { return value }
    return "\(value) ± \(contribution.standardErrors[index]?.fixed(4) ?? "unknown")"
  }

  private static func title(_ utility: Utility) -> String {
    switch utility {
    case .loss: "φ loss reduction"
    case .accuracy: "φ accuracy"
    }
  }
}
