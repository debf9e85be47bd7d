import ApportionSimulation
public import ApportionValuation

/// One round's game among all clients of the federation, whether they took part or not.
///
///     vₜ(S) = Uₜ(S ∩ Iₜ) − Uₜ(∅),   Iₜ: the clients that took part in round t
///
/// A client that was absent adds nothing to any coalition, so its value is 0 by the null player axiom. Games
/// over many rounds are built from these games.
///
/// - Source: Wang, Rausch, Zhang, Jia & Song, "A principled approach to data valuation for federated
///   learning", 2020, definition 2 (FedSV).
public struct CohortGame: CoalitionGame {
  private let base: any CoalitionGame
  /// The ids of the participants: player p of the round's own game is client `clients[p]`.
  public let clients: [Int]
  /// The number of clients of the federation.
  public let playerCount: Int
  private let places: [Int: Int]

  /// Extends the game of a round's participants to all clients.
  ///
  /// - Parameters:
  ///   - base: the round's own game, such as a ``RoundGame`` or a table of one.
  ///   - clients: the client that corresponds to each of its players.
  ///   - playerCount: the number of clients of the federation.
  public init(_ base: any CoalitionGame, of clients: [Int], among playerCount: Int) {
    precondition(
      base.playerCount == clients.count && Set(clients).count == clients.count
        && clients.allSatisfy((0..<playerCount).contains),
      "clients \(clients) of \(playerCount) do not match the \(base.playerCount) players")
    (self.base, self.clients, self.playerCount) = (base, clients, playerCount)
    places = Dictionary(uniqueKeysWithValues: zip(clients, clients.indices))
  }

  /// The game of a round under one utility, among `playerCount` clients.
  public init(_ outcomes: RoundOutcomes, utility: Utility, among playerCount: Int) {
    self.init(
      RoundGame(outcomes, utility: utility), of: outcomes.round.updates.map(\.client),
      among: playerCount)
  }

  /// Whether all members of a coalition took part.
  public func isSeen(_ coalition: Coalition) -> Bool {
    coalition.members.allSatisfy { places[$0] != nil }
  }

  public func worths(of coalitions: [Coalition]) async throws -> [Double] {
    let present = coalitions.map { Coalition($0.members.compactMap { places[$0] }) }
    let worths = try await base.finiteWorths(of: [.empty] + present)
    return worths.dropFirst().map { $0 - worths[0] }
  }
}
