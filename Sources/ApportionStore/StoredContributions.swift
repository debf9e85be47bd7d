import ApportionReconstruction
import ApportionSimulation

/// The rows of `contributions.csv`, by method and utility.
struct StoredContributions: Hashable, Sendable {
  private struct Key: Hashable {
    var method: String
    var utility: Utility
  }

  private let path: String
  /// One value per round and client, nil where there was no row; round 0 is the total.
  private var values: [Key: [[Double?]]] = [:]

  /// - Parameters:
  ///   - table: the file.
  ///   - clients: how many there are.
  ///   - participants: how many took part in each round.
  /// - Throws: ``RunFileError``.
  init(_ table: RunTable, clients: Int, participants: [Int]) throws {
    path = table.path
    let nothing = Array(
      repeating: [Double?](repeating: nil, count: clients), count: participants.count + 1)
    for row in table.rows {
      let (round, client) = (try row.whole("round"), try row.whole("client"))
      try row.require(
        round <= participants.count, "round", "is more than the \(participants.count) of the run")
      try row.require(client < clients, "client", "is none of the \(clients) clients")
      try row.require(row["game"] == RoundGame.id, "game", "is not \(RoundGame.id)")
      let key = Key(
        method: row["method"],
        utility: try row.parse("utility", "a utility") { Utility(rawValue: $0) })
      try row.require(
        values[key]?[round][client] == nil, "client", "has a row for this already")
      _ = try row.number("standard_error")
      values[key, default: nothing][round][client] = try row.number("value")
    }
    for (key, rounds) in values {
      try check(rounds, of: key, participants: [clients] + participants)
    }
  }

  func values(method: String, utility: Utility) throws -> [[Double]] {
    guard let found = values[Key(method: method, utility: utility)] else {
      throw error("has no values of \(method) by \(utility.rawValue)")
    }
    return found.dropFirst().map { $0.map { $0 ?? 0 } }
  }

  /// Refuses a file from which rows have been lost, or whose totals are not the sums of its rounds.
  private func check(_ rounds: [[Double?]], of key: Key, participants: [Int]) throws {
    let what = "\(key.method) by \(key.utility.rawValue)"
    for (round, expected) in participants.enumerated() {
      let found = rounds[round].count { $0 != nil }
      guard found == expected else {
        throw error("round \(round) has \(found) of \(expected) values of \(what)")
      }
    }
    for (client, total) in rounds[0].enumerated() {
      // In the order of the rounds, as the run itself summed, so that even the bits agree.
      let sum = rounds.dropFirst().reduce(0.0) { $0 + ($1[client] ?? 0) }
      guard sum == total else {
        throw error("the rounds of client \(client) do not sum to its total of \(what)")
      }
    }
  }

  private func error(_ problem: String) -> RunFileError {
    RunFileError(path: path, line: nil, problem: problem)
  }
}
