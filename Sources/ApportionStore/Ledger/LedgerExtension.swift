/// A config by which a run was continued, with more rounds than before or with fewer.
public struct LedgerExtension: Hashable, Sendable {
  /// The last round before it.
  public let round: Int
  /// The resolved config from there on.
  public let config: String
  /// How many rounds that config asks for, those before it included.
  public let rounds: Int

  /// As ``LedgerRound/fields``.
  var fields: [(name: String, content: CanonicalBytes)] {
    var (place, config, rounds) = (CanonicalBytes(), CanonicalBytes(), CanonicalBytes())
    place.add(round)
    config.add(self.config)
    rounds.add(self.rounds)
    return [("extension", place), ("config", config), ("rounds", rounds)]
  }
}
