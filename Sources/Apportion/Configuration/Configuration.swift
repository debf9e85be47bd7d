public import ApportionReconstruction
public import ApportionSimulation
public import ApportionValuation

/// Everything that determines an experiment: the same configuration gives the same bits.
public struct Configuration: Sendable {
  public var name = "experiment"
  public var seed: UInt64 = 0
  /// Which run of this seed it is, counting from 0.
  ///
  /// Data, their partition and their corruption are drawn by the seed alone. All other draws (the first
  /// model, orders of examples, who takes part, random strategies, methods that sample) are those of
  /// the seed in repetition 0, and others in every other: two repetitions differ as two
  /// re-runs do.
  public var repetition = 0
  /// Whether every round's models are kept, so that others can check the account.
  public var record = false
  public var dataset: any DatasetSource = Digits()
  public var partition: any Partitioner = IID()
  /// The clients that are not like the others.
  public var clients: [ClientOverride] = []
  public var model: any ModelSpecification = MultilayerPerceptron()
  public var training = TrainingPlan()
  public var strategy: any Strategy = FedAvg()
  public var participation = Participation()
  /// The utility that results are ordered by; all are computed.
  public var utility = Utility.loss
  /// The first is the one that results are ordered by.
  public var valuation: [any ValuationMethod] = [Shapley()]
  /// How coalitions are evaluated.
  ///
  /// Engines agree to single precision, not to the bit.
  public var engine = Engine.automatic

  public init() {}
}
