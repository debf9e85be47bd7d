public import ApportionPrimitives
public import ApportionSimulation

/// The config, clients, data and initial model of a run, as the ledger stores them.
public struct LedgerHeader: Hashable, Sendable {
  /// A client, and the hash of its examples.
  public struct Party: Hashable, Sendable {
    /// The client's id, name, number of examples and corruption.
    public var client: ClientRecord
    /// SHA-256 of its training labels and features; nil if they are unknown, because the rounds were recorded
    /// by another program.
    public var data: Digest?

    /// Creates an entry from its parts.
    public init(client: ClientRecord, data: Digest?) { (self.client, self.data) = (client, data) }
  }

  /// The version of the program.
  public var version: String
  /// The resolved config.
  public var config: String
  /// The number of rounds that the config specifies.
  public var rounds: Int
  /// All clients, in the order of their ids.
  public var parties: [Party]
  /// The classes with their counts, and notes on unexpected properties of the data.
  public var data: DataSummary
  /// SHA-256 of the examples that utilities are measured on.
  public var validation: Digest
  /// SHA-256 of the examples that test accuracy is measured on.
  public var test: Digest
  /// SHA-256 of the model that round 1 starts from.
  public var model: Digest

  /// Creates a header from its parts.
  public init(
    version: String, config: String, rounds: Int, parties: [Party],
    data: DataSummary = DataSummary(classes: []), validation: Digest, test: Digest, model: Digest
  ) {
    self.version = version
    self.config = config
    self.rounds = rounds
    self.parties = parties
    self.data = data
    self.validation = validation
    self.test = test
    self.model = model
  }

  /// Whether the rounds were recorded by another program, so that the ledger holds an account but no run.
  public var isOfRecordedRounds: Bool { parties.contains { $0.data == nil } }

  /// The name of the first part that differs in another header; nil if none does.
  func firstDifference(from other: LedgerHeader) -> String? {
    zip(fields, other.fields).first { $0.content.bytes != $1.content.bytes }?.0.name
  }

  /// The parts of the header with a hash each, as in ``LedgerRound/fields``.
  var fields: [(name: String, content: CanonicalBytes)] {
    var (version, config, rounds) = (CanonicalBytes(), CanonicalBytes(), CanonicalBytes())
    version.add(self.version)
    config.add(self.config)
    rounds.add(self.rounds)
    var clients = CanonicalBytes()
    clients.add(parties) {
      let corruption = $1.client.corruption
      $0.add($1.client.id)
      $0.add($1.client.name)
      $0.add($1.client.examples)
      $0.add(corruption.labelNoise)
      $0.add(corruption.featureNoise)
      $0.add(corruption.freeRider ? 1 : 0)
    }
    var (data, model) = (CanonicalBytes(), CanonicalBytes())
    data.add(parties.compactMap(\.data) + [validation, test]) { $0.add($1) }
    let unknown = parties.filter { $0.data == nil }
    if !unknown.isEmpty { data.add(unknown) { $0.add($1.client.id) } }
    data.add(self.data.classes) {
      $0.add($1.name)
      $0.add($1.examples)
    }
    data.add(self.data.notes) { $0.add($1) }
    model.add(self.model)
    return [
      ("version", version), ("config", config), ("rounds", rounds), ("clients", clients),
      ("data", data), ("model", model),
    ]
  }
}
