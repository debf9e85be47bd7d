import ApportionPrimitives
public import ApportionSimulation
import ApportionValuation

/// A federation to be trained and accounted for, from its configuration to its result.
public struct Experiment: Sendable {
  /// The configuration of the experiment.
  public let configuration: Configuration
  /// The types that a run's folder may name.
  ///
  /// The types of the configuration itself need not be in them.
  private let catalogs: Catalogs

  /// The folder that relative paths of the data referred to when the run was begun, or nil.
  let dataFolder: String?
  /// Whether its number of rounds may differ from that of the run that it resumes.
  let isExtension: Bool

  /// The data shared with other experiments, or nil.
  private let data: SharedData?

  /// Creates an experiment.
  ///
  /// - Parameters:
  ///   - configuration: determines the experiment.
  ///   - catalogs: your own types that your strategies have among their settings; the types of the
  ///     configuration itself are known without them.
  public init(_ configuration: Configuration, catalogs: Catalogs = .builtIn) {
    self.init(configuration, catalogs: catalogs, dataFrom: nil)
  }

  init(
    _ configuration: Configuration, catalogs: Catalogs, sharing data: SharedData? = nil,
    dataFrom folder: String? = nil, extending isExtension: Bool = false
  ) {
    (self.configuration, self.catalogs, self.data) = (configuration, catalogs, data)
    (dataFolder, self.isExtension) = (folder, isExtension)
  }

  /// The catalogs, including all types of the configuration.
  ///
  /// - Throws: `TakenName` if one of them has the id of another type.
  var allCatalogs: Catalogs { get throws { try catalogs.including(configuration) } }

  /// The data and the clients, ready for round 1.
  public struct Stage: Sendable {
    /// The examples.
    public let dataset: Dataset
    /// The division of the examples into training, validation and test examples.
    public let split: Split
    /// The clients and the server before round 1.
    public let federation: Federation
    /// The evaluation set on which utilities are measured.
    public let validation: EvaluationSet
    /// The evaluation set on which test accuracy is measured; empty if there are no test examples.
    public let test: EvaluationSet
  }

  /// Loads the data, partitions them among the clients and initializes the model.
  ///
  /// - Returns: the data, and the federation before round 1.
  /// - Throws: `DataError`, `PartitionError`, `InvalidSetting`, `TakenName`, ``UnknownClient``,
  ///   ``RepeatedClient``, or `ValuationError` for methods whose settings do not fit the clients.
  public func stage() throws -> Stage {
    try Kernels.checkEnvironment()
    try configuration.validate()
    _ = try allCatalogs
    let stream = RandomStream(seed: configuration.seed)
    var configuration = configuration
    if let dataFolder {
      configuration.dataset = configuration.dataset.locatingFiles(from: dataFolder)
    }
    let (dataset, split) = try data?.prepared(configuration) ?? configuration.preparedData()
    let network = try network(for: dataset)
    let shards = try configuration.partition.partition(
      dataset, rows: split.train, using: stream.child("partition"))
    try configuration.checkStrategy(clients: shards.count)
    let participants = configuration.participation.count(of: shards.count)
    try checkMemory(for: network, participants: participants)
    try checkMethods(clients: shards.count, inRound: participants)
    let corruptions = try corruptions(of: shards)
    let clients = shards.enumerated().map { id, shard in
      let own = corruptions[id].apply(
        to: dataset, rows: shard.rows, using: stream.child("corruption", id))
      return Client(
        id: id, name: shard.name, dataset: own.dataset, rows: own.rows,
        corruption: corruptions[id])
    }
    let initial = configuration.model.initialization.parameters(
      of: network, using: trainingStream.child("init"))
    return Stage(
      dataset: dataset, split: split,
      federation: Federation(
        network: network, clients: clients, plan: configuration.training,
        participation: configuration.participation, strategy: configuration.strategy,
        initial: initial, using: trainingStream),
      validation: EvaluationSet(dataset, rows: split.validation),
      test: EvaluationSet(dataset, rows: split.test))
  }

  /// Refuses methods whose settings do not fit the number of clients, or of participants per round, before
  /// anything is computed.
  func checkMethods(clients: Int, inRound participants: Int) throws {
    for method in configuration.valuation {
      // Groups consist of all clients, whether or not they participate in a round.
      if let method = method as? any GroupedMethod {
        try method.checkGroups(players: clients)
      } else {
        try method.checkPlayers(participants)
      }
    }
    let methods = configuration.valuation.map { $0.among(Array(0..<participants)) }
    if RoundAccount.isTabulated(participants, by: methods) {
      try CoalitionTable.checkMemory(players: participants)
    }
  }

  /// The random stream of everything except data, partition and corruption.
  var trainingStream: RandomStream {
    let stream = RandomStream(seed: configuration.seed)
    let repetition = configuration.repetition
    return repetition == 0 ? stream : stream.child("repetition", repetition)
  }

  /// The corruption of each client, as given by the overrides.
  private func corruptions(of shards: [Shard]) throws -> [Corruption] {
    var corruptions = [Corruption](repeating: Corruption(), count: shards.count)
    var excepted: Set<Int> = []
    for exception in configuration.clients {
      let index = try index(of: exception.client, among: shards.map(\.name))
      guard excepted.insert(index).inserted else {
        throw RepeatedClient(name: exception.client, index: index)
      }
      corruptions[index] = exception.corruption
    }
    return corruptions
  }

  /// The index of the client whose name or index is `text`.
  ///
  /// If clients are named by numbers, such as site 001 or year 2024, only names are accepted: a mistyped
  /// name would otherwise select another client by its index.
  private func index(of text: String, among names: [String]) throws(UnknownClient) -> Int {
    if let index = names.firstIndex(of: text) { return index }
    let areOtherNumbers = names.enumerated().contains { index, name in
      Int(name).map { $0 != index } ?? false
    }
    guard let index = Int(text), String(index) == text, names.indices.contains(index),
      !areOtherNumbers
    else { throw UnknownClient(name: text, known: names) }
    return index
  }
}

/// An override is given for a client that does not exist.
public struct UnknownClient: Error, Hashable, CustomStringConvertible {
  /// The name in the override.
  public let name: String
  /// The names of all clients.
  public let known: [String]

  public var description: String {
    """
    `clients` has an entry for client "\(name)", but the partition has \
    \(counted(known.count, "client")): \(known.joined(separator: ", "))
    """
  }
}

/// Two overrides are given for one client.
public struct RepeatedClient: Error, Hashable, CustomStringConvertible {
  /// The name in the second override.
  public let name: String
  /// The index of the client.
  public let index: Int

  public var description: String {
    """
    `clients` has a second entry for client "\(name)" (index \(index)); put both in one entry
    """
  }
}
