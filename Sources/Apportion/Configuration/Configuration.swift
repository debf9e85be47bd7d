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

/// What is wrong with one client, by its name or index.
public struct ClientException: Codable, Hashable, Sendable {
  /// The client's name, or its index counting from 0.
  public var client = ""
  public var labelNoise = 0.0
  public var featureNoise = 0.0
  public var freeRider = false

  public init() {}

  public init(
    client: String, labelNoise: Double = 0, featureNoise: Double = 0, freeRider: Bool = false
  ) {
    (self.client, self.labelNoise) = (client, labelNoise)
    (self.featureNoise, self.freeRider) = (featureNoise, freeRider)
  }

  public var corruption: Corruption {
    var corruption = Corruption()
    corruption.labelNoise = labelNoise
    corruption.featureNoise = featureNoise
    corruption.freeRider = freeRider
    return corruption
  }
}
