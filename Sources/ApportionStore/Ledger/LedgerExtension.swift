/// A config with which a run was extended, with more or fewer rounds than before.
public struct LedgerExtension: Hashable, Sendable {
  /// The last round before the extension.
  public let round: Int
  /// The resolved config for the rounds after it.
  public let config: String
  /// The number of rounds that the config specifies, including those before the extension.
  public let rounds: Int

  /// The parts of the extension with a hash each, as in ``LedgerRound/fields``.
  var fields: [(name: String, content: CanonicalBytes)] {
    var (place, config, rounds) = (CanonicalBytes(), CanonicalBytes(), CanonicalBytes())
    place.add(round)
    config.add(self.config)
    rounds.add(self.rounds)
    return [("extension", place), ("config", config), ("rounds", rounds)]
  }
}
