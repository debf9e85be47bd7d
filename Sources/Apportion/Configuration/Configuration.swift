public import ApportionReconstruction
public import ApportionSimulation
public import ApportionValuation

/// Everything that determines an experiment: the same configuration gives the same bits.
public struct Configuration: Sendable {
  public var name = "experiment"
  public var seed: UInt64 = 0
  /// Whether every round's models are kept, so that others can check the account.
  public var record = false
  public var dataset: any DatasetSource = Digits()
  public var partition: any Partitioner = IID()
  /// The clients that are not like the others.
  public var clients: [ClientException] = []
  public var model: any ModelSpecification = MultilayerPerceptron()
  public var training = TrainingPlan()
  public var strategy: any Aggregator = FedAvg()
  public var participation = Participation()
  /// The utility that results are ordered by; all are computed.
  public var utility = Utility.loss
  /// The first is the one that results are ordered by.
  public var valuation: [any ValuationMethod] = [Shapley()]
  /// How coalitions are judged.
  ///
  /// Engines agree to single precision, not to the bit.
  public var engine = Engine.automatic

  public init() {}
}
