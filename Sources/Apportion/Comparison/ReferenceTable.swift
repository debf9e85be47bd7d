import ApportionSimulation
import ApportionValuation

/// What the shares of one setting are compared with, by seed.
struct ReferenceTable {
  /// The reference shares, or nil for a seed whose reference has none.
  let shares: [[Double]?]
  /// Whether the references are amounts rather than only an order.
  let areAmounts: Bool
  let withheld: [WithheldReference]

  init(_ table: ShareTable, _ games: [RetrainedGame]) throws(ComparisonError) {
    let (settings, setting) = (table.settings, table.setting)
    var (shares, withheld) = ([[Double]?](), [WithheldReference]())
    for (seed, clients) in zip(settings.seeds, table.clients) {
      let place = RunKey.place(axes: settings.axes, setting: setting.values, seed: seed)
      switch settings.reference {
      case .size: shares.append(Self.sizes(clients))
      case .quality: shares.append(try Self.quality(clients, place))
      case .retraining:
        let values = try Self.values(
          games.filter { $0.setting == setting.values && $0.seed == seed }, clients, place)
        switch settings.shareRule(values, rounding: ComparisonSettings.rounding) {
        case .fractions(let fractions): shares.append(fractions)
        case .withheld(let reason):
          shares.append(nil)
          withheld.append(WithheldReference(seed: seed, reason: reason))
        }
      }
    }
    (self.shares, self.withheld) = (shares, withheld)
    areAmounts = settings.reference != .quality
  }

  /// Refuses games that belong to no run of the comparison.
  static func check(
    _ games: [RetrainedGame], _ settings: ComparisonSettings
  ) throws(ComparisonError) {
    guard !games.isEmpty else { return }
    guard settings.reference == .retraining else { throw .unusedReference(settings.reference) }
    let strange = games.filter { game in
      !settings.seeds.contains(game.seed)
        || !settings.settings.contains { $0.values == game.setting }
    }
    let names = strange.map {
      RunKey.place(axes: settings.axes, setting: $0.setting, seed: $0.seed)
    }
    if let first = names.min() { throw .strangeReference(first) }
  }

  private static func sizes(_ clients: [ClientRecord]) -> [Double] {
    let total = clients.reduce(0) { $0 + $1.examples }
    return clients.map { Double($0.examples) / Double(total) }
  }

  /// For each client, the number of clients that are more corrupted.
  private static func quality(
    _ clients: [ClientRecord], _ place: String
  ) throws(ComparisonError) -> [Double] {
    var ranks = [Double](repeating: 0, count: clients.count)
    for (index, client) in clients.enumerated() {
      for other in clients {
        let (better, worse) = (
          client.corruption.isAtMost(other.corruption), other.corruption.isAtMost(client.corruption)
        )
        guard better || worse else {
          throw .noQualityOrder(
            place, client: client.name, corruption: client.corruption.description,
            other: other.name, than: other.corruption.description)
        }
        if !worse { ranks[index] += 1 }
      }
    }
    guard ranks.contains(where: { $0 != ranks[0] }) else { throw .noClientCorrupted(place) }
    return ranks
  }

  private static func values(
    _ games: [RetrainedGame], _ clients: [ClientRecord], _ place: String
  ) throws(ComparisonError) -> [Double] {
    guard let game = games.first else { throw .missingReference(place) }
    guard games.count == 1 else { throw .repeatedReference(place, times: games.count) }
    guard game.values.count == clients.count else {
      throw .misshapenReference(place, found: game.values.count, expected: clients.count)
    }
    for (client, value) in zip(clients, game.values) where !value.isFinite {
      throw .referenceNotFinite(place, client: client.name, value: value)
    }
    return game.values
  }
}

/// A retraining game that has no shares, and why.
public struct WithheldReference: Codable, Hashable, Sendable {
  /// The seed of the game.
  public let seed: UInt64
  /// Why its shares are withheld.
  public let reason: String
}

extension Corruption {
  /// Whether this does no more harm in any respect; a free rider is the worst, whatever data it holds.
  fileprivate func isAtMost(_ other: Corruption) -> Bool {
    if freeRider || other.freeRider { return other.freeRider }
    return labelNoise <= other.labelNoise && featureNoise <= other.featureNoise
  }
}
