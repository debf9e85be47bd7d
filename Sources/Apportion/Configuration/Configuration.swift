public import ApportionReconstruction
public import ApportionSimulation
public import ApportionValuation

/// Everything that determines an experiment: the same configuration gives bit-identical results.
public struct Configuration: Sendable {
  /// The name of the experiment.
  public var name = "experiment"
  /// The seed of all random draws.
  public var seed: UInt64 = 0
  /// The number of this run of the seed, counting from 0.
  ///
  /// Data, their partition and their corruption are drawn from the seed alone. All other draws (the initial
  /// model, orders of examples, participating clients, random strategies, methods that sample) depend on the
  /// seed alone in repetition 0, and on seed and repetition in every other: two repetitions differ as two
  /// re-runs do.
  public var repetition = 0
  /// Whether the models of every round are stored, so that others can verify the account.
  public var record = false
  /// The data.
  public var dataset: any DatasetSource = Digits()
  /// How the data are partitioned among clients.
  public var partition: any Partitioner = IID()
  /// The clients that are corrupted.
  public var clients: [ClientOverride] = []
  /// The kind of model that is trained.
  public var model: any ModelSpecification = MultilayerPerceptron()
  /// How clients train.
  public var training = TrainingPlan()
  /// How the server combines updates.
  public var strategy: any Strategy = FedAvg()
  /// Which clients participate in each round.
  public var participation = Participation()
  /// The primary utility, by which results are ordered; all utilities are computed.
  public var utility = Utility.loss
  /// The valuation methods; the first is the primary one, by which results are ordered.
  public var valuation: [any ValuationMethod] = [Shapley()]
  /// How coalitions are evaluated.
  ///
  /// Engines agree to single precision, not to the bit.
  public var engine = Engine.automatic

  /// Creates a configuration of default settings.
  public init() {}
}
