import ApportionPrimitives
public import ApportionSimulation
import ApportionValuation

/// A federation to be trained and accounted for, from its configuration to its result.
public struct Experiment: Sendable {
  public let configuration: Configuration
  /// Where types are found that a run's folder names.
  ///
  /// The types of the configuration itself need not be in them.
  private let catalogs: Catalogs

  /// The folder that relative paths of the data were taken from when the run was begun, or nil.
  let dataFolder: String?
  /// Whether it may differ from the run that it resumes by its number of rounds.
  let isExtension: Bool

  /// What it shares with others that have the same data, or nil.
  private let data: SharedData?

  /// - Parameters:
  ///   - configuration: all that determines the experiment.
  ///   - catalogs: types of your own that strategies of yours have among their settings; those of the
  ///     configuration itself are known without.
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

  /// The catalogs with all types of the configuration.
  ///
  /// - Throws: `TakenName` where one of them has the id of another type.
  var allCatalogs: Catalogs { get throws { try catalogs.including(configuration) } }

  /// The data and the parties, ready for round 1.
  public struct Stage: Sendable {
    public let dataset: Dataset
    public let split: Split
    public let federation: Federation
    /// What utilities are measured on.
    public let validation: EvaluationSet
    /// What accuracy is reported on; without examples where nothing is held out for it.
    public let test: EvaluationSet
  }

  /// Loads the data, divides them among the clients and makes the first model.
  ///
  /// - Throws: `DataError`, `PartitionError`, `InvalidSetting`, `TakenName`, ``UnknownClient``, ``RepeatedClient``, or
  ///   `ValuationError` for methods whose settings do not fit the clients.
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

  /// Refuses methods whose settings do not fit so many clients, or so many in a round, before anything
  /// is done.
  func checkMethods(clients: Int, inRound participants: Int) throws {
    for method in configuration.valuation {
      // Groups are of all clients, whoever of them takes part in a round.
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

  /// What all is drawn from but data, partition and corruption.
  var trainingStream: RandomStream {
    let stream = RandomStream(seed: configuration.seed)
    let repetition = configuration.repetition
    return repetition == 0 ? stream : stream.child("repetition", repetition)
  }

  /// What each client's exception makes of it.
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

  /// The client whose name is `text`, or whose index it is.
  ///
  /// Clients that are named by numbers, site 001 or year 2024, have no index beside them: who
  /// mistypes such a name would get another client.
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

/// An exception is made for a client that is not there.
public struct UnknownClient: Error, Hashable, CustomStringConvertible {
  public let name: String
  public let known: [String]

  public var description: String {
    """
    `clients` makes an exception for client "\(name)", but the partition makes \
    \(counted(known.count, "client")): \(known.joined(separator: ", "))
    """
  }
}

/// Two exceptions are made for one client.
public struct RepeatedClient: Error, Hashable, CustomStringConvertible {
  public let name: String
  public let index: Int

  public var description: String {
    """
    `clients` makes a second exception for client "\(name)" (index \(index)); put both in one entry
    """
  }
}
