import ApportionSimulation
public import ApportionValuation

/// One round's game among all clients of the federation, whoever of them took part.
///
///     vₜ(S) = Uₜ(S ∩ Iₜ) − Uₜ(∅),   Iₜ: who took part in round t
///
/// Who was absent adds nothing to any coalition, and so by the axiom of the null player is worth 0. Games
/// over many rounds are made of these.
///
/// - Source: Wang, Rausch, Zhang, Jia & Song, "A principled approach to data valuation for federated
///   learning", 2020, definition 2 (FedSV).
public struct CohortGame: CoalitionGame {
  private let base: any CoalitionGame
  /// The ids of those who took part: player p of the round's own game is client `clients[p]`.
  public let clients: [Int]
  /// How many clients the federation has.
  public let playerCount: Int
  private let places: [Int: Int]

  /// - Parameters:
  ///   - base: the round's own game, such as a ``RoundGame`` or a table of one.
  ///   - clients: the client that each of its players is.
  ///   - playerCount: how many clients the federation has.
  public init(_ base: any CoalitionGame, of clients: [Int], among playerCount: Int) {
    precondition(
      base.playerCount == clients.count && Set(clients).count == clients.count
        && clients.allSatisfy((0..<playerCount).contains),
      "clients \(clients) of \(playerCount) are not the players of a game of \(base.playerCount)")
    (self.base, self.clients, self.playerCount) = (base, clients, playerCount)
    places = Dictionary(uniqueKeysWithValues: zip(clients, clients.indices))
  }

  /// The game of a round under one utility, among so many clients.
  public init(_ outcomes: RoundOutcomes, utility: Utility, among playerCount: Int) {
    self.init(
      RoundGame(outcomes, utility: utility), of: outcomes.round.updates.map(\.client),
      among: playerCount)
  }

  /// Whether all of a coalition took part.
  public func isSeen(_ coalition: Coalition) -> Bool {
    coalition.members.allSatisfy { places[$0] != nil }
  }

  public func worths(of coalitions: [Coalition]) async throws -> [Double] {
    let present = coalitions.map { Coalition($0.members.compactMap { places[$0] }) }
    let worths = try await base.finiteWorths(of: [.empty] + present)
    return worths.dropFirst().map { $0 - worths[0] }
  }
}
