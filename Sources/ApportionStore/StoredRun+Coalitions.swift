public import ApportionReconstruction
import ApportionSimulation
public import ApportionValuation

extension StoredRun {
  /// The maximum number of clients for a table of all coalitions.
  static let mostClients = 24

  /// The worth of every coalition of clients, so that any method can be applied to it.
  ///
  /// Client c is player c. A client that did not take part in a round adds nothing to any coalition in it:
  /// *v*(*S*) = Σᵣ *u*ᵣ(*S* ∩ *P*ᵣ) for the participants *P*ᵣ of round r.
  ///
  /// - Parameters:
  ///   - utility: the utility that the worths are measured by.
  ///   - round: the only round to include, counting from 1, whose table is then bit for bit the one that the
  ///     run's own values were computed from; nil for the sum over all rounds.
  /// - Returns: the worths, by bitmask.
  /// - Throws: ``CoalitionTableError``.
  /// - Cost: 2ⁿ additions per round for n clients.
  public func coalitionTable(
    utility: Utility, round: Int? = nil
  ) throws(CoalitionTableError) -> CoalitionTable {
    guard clients.count <= Self.mostClients else {
      throw .tooManyClients(path: path, count: clients.count)
    }
    if let round, !(1...rounds.count).contains(round) {
      throw .noSuchRound(path: path, round: round, count: rounds.count)
    }
    var worths = [Double](repeating: 0, count: 1 << clients.count)
    for account in rounds.map(\.account) where round == nil || account.round == round {
      let evaluated = account.evaluated
      guard evaluated.members == nil, evaluated.count == 1 << account.clients.count else {
        throw .incomplete(
          path: path, round: account.round, evaluated: evaluated.count,
          players: account.clients.count)
      }
      let utilities = evaluated.correct.indices.map {
        utility(
          Outcome(
            correct: evaluated.correct[$0], lossSum: evaluated.lossSums[$0],
            count: evaluated.exampleCount))
      }
      for set in worths.indices {
        let own = account.clients.indices.reduce(0) { own, player in
          own | (set >> account.clients[player] & 1) << player
        }
        worths[set] += utilities[own]
      }
    }
    return CoalitionTable(worths: worths)
  }
}

/// Why a run has no table of the worths of all coalitions.
public enum CoalitionTableError: Error, Hashable, Sendable, CustomStringConvertible {
  case tooManyClients(path: String, count: Int)
  case noSuchRound(path: String, round: Int, count: Int)
  case incomplete(path: String, round: Int, evaluated: Int, players: Int)

  public var description: String {
    switch self {
    case .tooManyClients(let path, let count):
      """
      \(path) has \(count) clients, but a table of all coalitions supports at most \
      \(StoredRun.mostClients)
      """
    case .noSuchRound(let path, let round, let count):
      "\(path) has no round \(round); its rounds are 1 to \(count)"
    case .incomplete(let path, let round, let evaluated, let players):
      """
      \(path): round \(round) evaluated \(evaluated) of the 2^\(players) coalitions of its \(players) \
      participants, so there is no complete table; run it with a method that needs all, such as \
      shapley
      """
    }
  }
}
