public import ApportionPrimitives
public import ApportionReconstruction
public import ApportionSimulation
import ApportionValuation

/// One finished round as the ledger stores it: the participants, the results and the contributions.
public struct LedgerRound: Hashable, Sendable {
  /// A participant with the hash of the update that it returned.
  public struct Participant: Hashable, Sendable {
    /// The client's id.
    public var client: Int
    /// The number of examples of its update.
    public var examples: Int
    /// The step sum of its update; nil if it has none.
    public var stepSum: Double?
    /// The initial loss of its update; nil if it has none.
    public var initialLoss: Double?
    /// SHA-256 of its parameters, as little-endian floats.
    public var update: Digest

    init(_ update: ClientUpdate) {
      client = update.client
      examples = update.exampleCount
      stepSum = update.stepSum
      initialLoss = update.initialLoss
      self.update = Digest(of: update.parameters)
    }

    init(client: Int, examples: Int, stepSum: Double?, initialLoss: Double?, update: Digest) {
      (self.client, self.examples, self.update) = (client, examples, update)
      (self.stepSum, self.initialLoss) = (stepSum, initialLoss)
    }
  }

  /// The values of the participants, with the outcomes that they were computed from.
  public var account: RoundAccount
  /// The participants, in the order of `account.clients`.
  public var participants: [Participant]
  /// The clients whose updates were not used, with the reasons.
  public var excluded: [Exclusion]
  /// The outcome of the model after the round on the test examples.
  public var test: Outcome
  /// SHA-256 of the model after the round.
  public var model: Digest
  /// SHA-256 of the strategy's state after the round.
  public var memory: Digest

  /// Collects what the ledger stores of a round.
  ///
  /// - Parameters:
  ///   - account: the contributions of its participants.
  ///   - round: the round itself.
  ///   - test: the outcome of its model on the test examples.
  ///   - checkpoint: the state of the run after it.
  public init(_ account: RoundAccount, of round: Round, test: Outcome, checkpoint: Checkpoint) {
    self.account = account
    participants = round.updates.map(Participant.init)
    excluded = round.excluded
    self.test = test
    model = Digest(of: checkpoint.global)
    memory = Digest(of: checkpoint.memory)
  }

  /// Restores a stored round.
  init(
    account: RoundAccount, participants: [Participant], excluded: [Exclusion], test: Outcome,
    model: Digest, memory: Digest
  ) {
    (self.account, self.participants, self.test) = (account, participants, test)
    self.excluded = excluded
    (self.model, self.memory) = (model, memory)
  }

  /// The parts of a round with a hash each, in the order in which they enter the hash of the round.
  ///
  /// Separate hashes make it possible to name the part that was changed.
  var fields: [(name: String, content: CanonicalBytes)] {
    var number = CanonicalBytes()
    number.add(account.round)
    var rule = CanonicalBytes()
    rule.add(account.strategy)
    var engine = CanonicalBytes()
    engine.add(account.engine.rawValue)
    engine.add(account.stableShare)
    var participants = CanonicalBytes()
    participants.add(self.participants) {
      $0.add($1.client)
      $0.add($1.examples)
      $0.add($1.stepSum)
      $0.add($1.initialLoss)
    }
    var exclusions = CanonicalBytes()
    exclusions.add(excluded) {
      $0.add($1.client)
      $0.add($1.reason)
    }
    var updates = CanonicalBytes()
    updates.add(self.participants) { $0.add($1.update) }
    var models = CanonicalBytes()
    models.add(model)
    var memories = CanonicalBytes()
    memories.add(memory)
    var outcomes = CanonicalBytes()
    outcomes.add([account.before, account.after, test]) {
      $0.add($1.count)
      $0.add($1.correct)
      $0.add($1.lossSum)
    }
    return [
      ("round", number), ("strategy", rule), ("engine", engine), ("participants", participants),
      ("exclusions", exclusions), ("updates", updates), ("model", models), ("memory", memories),
      ("outcomes", outcomes),
      ("coalitions", coalitions), ("contributions", contributions),
    ]
  }

  private var coalitions: CanonicalBytes {
    var bytes = CanonicalBytes()
    bytes.add(account.evaluated.exampleCount)
    bytes.add(account.evaluated.members ?? []) { $0.add($1) { $0.add($1) } }
    bytes.add(account.evaluated.correct) { $0.add($1) }
    bytes.add(account.evaluated.lossSums) { $0.add($1) }
    return bytes
  }

  private var contributions: CanonicalBytes {
    var bytes = CanonicalBytes()
    bytes.add(account.entries) {
      $0.add($1.method)
      $0.add($1.utility.rawValue)
      $0.add($1.attribution.evaluations)
      $0.add($1.attribution.guarantees.rawValue)
      $0.add($1.attribution.values) { $0.add($1) }
      $0.add($1.attribution.standardErrors) { $0.add($1) }
      $0.add($1.attribution.figures.sorted { $0.key < $1.key }) {
        $0.add($1.key)
        $0.add($1.value)
      }
    }
    return bytes
  }
}
