public import ApportionPrimitives
public import ApportionReconstruction
public import ApportionSimulation

/// The result of a run: its clients, their contributions, and the results of the rounds.
public struct RunResult: Codable, Hashable, Sendable {
  /// The name of the experiment.
  public let name: String
  /// The seed of the run.
  public let seed: UInt64
  /// The version of Apportion that made the run.
  public let version: String
  /// The kind of the data set, or ``RecordedAccount/dataset``.
  public let dataset: String
  /// The id of the strategy.
  public let strategy: String
  /// The game that the values belong to: per-round reconstruction, summed over rounds.
  public let game: String
  /// The number of training examples; for recorded rounds, the number that the clients report.
  public let trainExamples: Int
  /// The number of validation examples.
  public let validationExamples: Int
  /// The number of test examples.
  public let testExamples: Int
  /// The classes with their counts, and notes on unexpected properties of the data.
  public let data: DataSummary
  /// The clients, in the order of their ids.
  public let clients: [ClientRecord]
  /// The number of rounds in which each client participated.
  public let roundsTaken: [Int]
  /// The contributions by each method under each utility, with the primary method and utility first.
  public let contributions: [MethodContributions]
  /// The outcome of the initial model.
  ///
  /// The last model's outcome differs from it by the sum of all contributions.
  public let initial: Initial
  /// How training diverged, or nil if it did not.
  @NullWhenNil public private(set) var divergence: Divergence?
  /// The results of the rounds.
  public let rounds: [RoundResult]
  /// The contribution of each participant to each round.
  ///
  /// Accounts include the outcome of every coalition that was evaluated, and of the models before and after
  /// the round. They are not part of the JSON document. The list is empty in a result that was read from
  /// such a document, or that was made without keeping accounts.
  public private(set) var accounts: [RoundAccount] = []
  /// The files that were written, or nil.
  public let output: Output?

  /// The folder of a run, the files in it, and the hash of the last entry of its ledger.
  ///
  /// The hash identifies all of them.
  public struct Output: Codable, Hashable, Sendable {
    /// The path of the folder.
    public let directory: String
    /// The names of the files.
    public let files: [String]
    /// The hash of the last entry of the ledger.
    public let hash: String
  }

  /// The outcome of the initial model on the validation examples.
  public struct Initial: Codable, Hashable, Sendable {
    /// The fraction of validation examples that it classifies correctly.
    public let validationAccuracy: Double
    /// Its mean loss on the validation examples.
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

  /// Creates a result.
  ///
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
    contributions = kept.totals.contributions(orderedBy: primary, configuration.utility)
    roundsTaken = kept.totals.roundsTaken
    self.initial = Initial(initial)
    divergence = kept.divergence
    rounds = kept.rounds
    accounts = kept.accounts
    self.output = output
  }

  /// The contributions by one method under one utility, or nil if they were not computed.
  public func contributions(method: String, utility: Utility) -> MethodContributions? {
    contributions.first { $0.method == method && $0.utility == utility }
  }
}

/// The result of one round.
public struct RoundResult: Codable, Hashable, Sendable {
  /// The number of the round, counting from 1.
  public let round: Int
  /// The strategy that the round used.
  public let strategy: String
  /// The ids of the participants.
  public let clients: [Int]
  /// The clients whose models were not used, and why.
  public let excluded: [Exclusion]
  /// The number of coalitions that were evaluated.
  public let evaluations: Int
  /// The engine that evaluated them.
  public let engine: Engine
  /// The fraction of the examples' panels that were evaluated by stable forms; nil if the engine has
  /// no choice.
  @NullWhenNil public private(set) var stableShare: Double?
  /// The fraction of validation examples that the model after the round classifies correctly.
  public let validationAccuracy: Double
  /// The mean loss of the model after the round on the validation examples.
  public let validationLoss: Double
  /// The test accuracy of the model after the round, or nil if there are no test examples.
  @NullWhenNil public private(set) var testAccuracy: Double?
  /// The mean loss on the test examples, or nil if there are none.
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
