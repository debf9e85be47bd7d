public import ApportionPrimitives
public import ApportionReconstruction
public import ApportionSimulation

/// What a run found: who took part, what each contributed, and how the rounds went.
public struct RunResult: Codable, Hashable, Sendable {
  public let name: String
  public let seed: UInt64
  public let version: String
  /// The kind of the data, or ``RecordedAccount/dataset``.
  public let dataset: String
  public let strategy: String
  /// Which game the values belong to: per-round reconstruction, summed over rounds.
  public let game: String
  /// Of recorded rounds: those that the clients said they trained on.
  public let trainExamples: Int
  public let validationExamples: Int
  public let testExamples: Int
  /// The classes with their counts, and what one might not expect of the data.
  public let data: DataSummary
  public let clients: [ClientRecord]
  /// How many of the rounds each client took part in.
  public let roundsTaken: [Int]
  /// The primary method and utility first.
  public let contributions: [MethodContributions]
  /// How the model before the first round does, from which the last round's differs by what all
  /// contributed together.
  public let initial: Initial
  /// Nil where training did not diverge.
  @NullWhenNil public private(set) var divergence: Divergence?
  public let rounds: [RoundResult]
  /// What each participant contributed to each round, with the outcome of every coalition that was evaluated,
  /// and of the models before and after.
  ///
  /// They are not part of the JSON document. Empty in a result that was read from one, or that was made without
  /// keeping them.
  public private(set) var accounts: [RoundAccount] = []
  /// What was written, or nil.
  public let output: Output?

  /// The folder of a run, the files in it, and the hash of the last entry of its ledger, which stands
  /// for all of them.
  public struct Output: Codable, Hashable, Sendable {
    public let directory: String
    public let files: [String]
    public let hash: String
  }

  /// How a model does on the validation examples before it is trained.
  public struct Initial: Codable, Hashable, Sendable {
    public let validationAccuracy: Double
    public let validationLoss: Double

    init(_ outcome: Outcome) {
      (validationAccuracy, validationLoss) = (outcome.accuracy, outcome.loss)
    }
  }

  private enum CodingKeys: String, CodingKey {
    case name, seed, version, dataset, strategy, game, trainExamples, validationExamples,
      testExamples, data
    case clients, roundsTaken, contributions, initial, divergence, rounds, output
  }

  /// - Precondition: `kept` has at least one round.
  init(
    _ configuration: Configuration, dataset: String, data: DataSummary, train: Int,
    validation: Int, test: Int, _ kept: RunRecorder, output: Output?
  ) {
    guard let initial = kept.initial else { preconditionFailure("a result has at least one round") }
    name = configuration.name
    seed = configuration.seed
    version = apportionVersion
    self.dataset = dataset
    strategy = type(of: configuration.strategy).id
    game = RoundGame.id
    trainExamples = train
    validationExamples = validation
    testExamples = test
    self.data = data
    clients = kept.clients
    let primary = configuration.valuation.first.map { type(of: $0).id }
    let standings = kept.totals.entries.map(MethodContributions.init)
    let isPrimary = { (standing: MethodContributions) in
      standing.method == primary && standing.utility == configuration.utility
    }
    contributions = standings.filter(isPrimary) + standings.filter { !isPrimary($0) }
    roundsTaken = kept.totals.roundsTaken
    self.initial = Initial(initial)
    divergence = kept.divergence
    rounds = kept.rounds
    accounts = kept.accounts
    self.output = output
  }

  /// How the clients stand by one method under one utility, or nil when it was not asked.
  public func standing(method: String, utility: Utility) -> MethodContributions? {
    contributions.first { $0.method == method && $0.utility == utility }
  }
}

/// How one round went.
public struct RoundResult: Codable, Hashable, Sendable {
  public let round: Int
  /// The rule that the round used.
  public let strategy: String
  /// The ids of the participants.
  public let clients: [Int]
  /// Those whose models were not used, and why.
  public let excluded: [Exclusion]
  /// How many coalitions were evaluated.
  public let evaluations: Int
  /// How they were.
  public let engine: Engine
  /// The fraction of the examples' panels that were evaluated by stable forms; nil where the engine has
  /// no choice.
  @NullWhenNil public private(set) var stableShare: Double?
  public let validationAccuracy: Double
  public let validationLoss: Double
  /// Nil where no examples are held out for testing.
  @NullWhenNil public private(set) var testAccuracy: Double?
  @NullWhenNil public private(set) var testLoss: Double?

  init(_ account: RoundAccount, excluded: [Exclusion], test: Outcome) {
    self.excluded = excluded
    round = account.round
    strategy = account.strategy
    clients = account.clients
    evaluations = account.evaluations
    engine = account.engine
    stableShare = account.stableShare
    validationAccuracy = account.after.accuracy
    validationLoss = account.after.loss
    testAccuracy = test.count > 0 ? test.accuracy : nil
    testLoss = test.count > 0 ? test.loss : nil
  }
}
