import ApportionPrimitives
import ApportionReconstruction
public import ApportionSimulation
public import ApportionStore
public import Foundation

/// An account of recorded rounds: of another program, or of a run with `record: true`.
///
/// It needs neither data nor training, so that a run can be accounted for with other methods, or with
/// another engine, than it was made with. With the run's own config, the result is bit-identical.
public struct RecordedAccount: Sendable {
  /// The name used in results instead of that of a data set.
  public static let dataset = "recorded rounds"

  /// The configuration, with the number of recorded rounds and default settings for data and training.
  public let configuration: Configuration
  /// The clients, from the ledger beside the rounds.
  ///
  /// Without a ledger, they are numbered from 0 to the highest number that participates, each with the
  /// number of examples in its first round.
  public let clients: [ClientRecord]
  private let recorded: RecordedFederation
  private let catalogs: Catalogs
  /// The exclusions by round, for the rounds that the ledger contains.
  private let exclusions: [[Exclusion]]

  /// Reads everything that was recorded except the rounds' models.
  ///
  /// - Parameters:
  ///   - path: the folder with `evaluation.safetensors` and `rounds`, relative to the working directory.
  ///   - config: the config, or nil for the `config.yml` in that folder. It may be of any version of the
  ///     program. If the latter gives no name, the account has the folder's name.
  ///   - overrides: `path.to.key=value`, in the form of the option `--set`.
  ///   - catalogs: the components that the config may name.
  /// - Throws: what ``init(of:by:catalogs:)`` throws, and ``ConfigError``.
  public init(
    of path: String, config: String? = nil, overriding overrides: [String] = [],
    catalogs: Catalogs = .builtIn
  ) throws {
    let folder = URL(filePath: path)
    let place = config ?? folder.appending(path: "config.yml").relativePath
    let file = try ConfigFile(path: place)
    try self.init(
      of: path,
      by: Configuration(
        ofAnyVersion: file.text, path: place,
        name: config == nil ? folder.standardizedFileURL.lastPathComponent : file.stem,
        // Otherwise the strategy would be checked against a number of clients that does not apply.
        overriding: overrides + ["partition={kind: \(NaturalSites.id)}"],
        catalogs: catalogs), catalogs: catalogs)
  }

  /// Reads everything that was recorded except the rounds' models.
  ///
  /// - Parameters:
  ///   - path: the folder with `evaluation.safetensors` and `rounds`, relative to the working directory.
  ///   - configuration: the model, the strategy and the valuation methods.
  ///   - catalogs: the components known besides those in the configuration.
  /// - Throws: `DataError` if a file is missing or cannot be read, `LedgerError`, `DatabaseError`, or
  ///   ``RecordedRoundsError`` for a ledger beside them, `InvalidSetting`, or `ValuationError` for methods
  ///   whose settings do not fit the clients.
  public init(
    of path: String, by configuration: Configuration, catalogs: Catalogs = .builtIn
  ) throws {
    try Kernels.checkEnvironment()
    var configuration = configuration.ofRecordedRounds
    try configuration.validate()
    let recorded = try RecordedFederation(path: path, model: configuration.model)
    let rounds = try recorded.roundCount()
    let participants = try (1...rounds).map { try recorded.participants(inRound: $0) }
    if let origin = try SourceLedger(beside: recorded, participants: participants.map(\.clients)) {
      (clients, exclusions) = (origin.clients, origin.exclusions)
    } else {
      (clients, exclusions) = (Self.clients(of: participants), [])
    }
    self.recorded = recorded
    self.catalogs = try catalogs.including(configuration)
    configuration.training.rounds = rounds
    self.configuration = configuration
    let largest = participants.map(\.clients.count).max() ?? 0
    try configuration.checkStrategy(clients: largest)
    try Experiment(configuration).checkMethods(clients: clients.count, inRound: largest)
  }

  /// The clients that participate, and all with smaller numbers.
  private static func clients(
    of participants: [(clients: [Int], examples: [Int])]
  ) -> [ClientRecord] {
    let count = (participants.compactMap(\.clients.last).max() ?? -1) + 1
    var examples = [Int?](repeating: nil, count: count)
    for round in participants {
      for (client, own) in zip(round.clients, round.examples) {
        examples[client] = examples[client] ?? own
      }
    }
    return examples.enumerated().map { id, own in
      ClientRecord(id: id, name: "\(id)", examples: own ?? 0, corruption: Corruption())
    }
  }

  /// Accounts for every round.
  ///
  /// If the directory holds the first rounds of this account already, it continues after them. If this
  /// throws, an account that has a complete round, or that existed before, is kept and can be resumed.
  ///
  /// - Parameters:
  ///   - threads: the number of coalitions that are evaluated at once; it changes no result.
  ///   - memory: the most bytes that the workers evaluating coalitions may hold, or nil; it changes no
  ///     result.
  ///   - directory: where to store the account, or nil to keep it in memory only.
  ///   - keepingAccounts: as in `Experiment.run`.
  ///   - onRound: called with every round when its account is complete.
  /// - Returns: the contribution of each client, and the results of the rounds; there are no test examples.
  /// - Throws: `DataError`, ``RecordedRoundsError``, `ReconstructionError`, `SimulationError` for a client
  ///   whose model is not finite, `AggregationError` if an update lacks what the strategy needs,
  ///   `ValuationError`, `StoreError`, also if the directory holds the recorded rounds, `LedgerError`,
  ///   `DatabaseError`, or `CancellationError` between rounds.
  public func run(
    threads: Int = ProcessInfo.processInfo.activeProcessorCount, memory: Int? = nil,
    into directory: RunDirectory? = nil, keepingAccounts: Bool = true,
    onRound: (RoundResult) -> Void = { _ in }
  ) async throws -> RunResult {
    do {
      if let directory { try RunDirectory.check(directory.path, keeps: recorded.path) }
      let ledger = try directory?.begin(header())
      let rows = Array(0..<recorded.evaluation.count)
      var kept = try RunRecorder(
        configuration, clients: clients, judgedOn: (recorded.evaluation, rows), in: directory,
        ledger, catalogs: catalogs, keepingAccounts: keepingAccounts, threads: threads)
      try await Experiment(configuration).play(
        recorded, rounds: configuration.training.rounds,
        after: ledger?.checkpoint(strategies: catalogs.strategies),
        clients: clients, allowsRounding: true,
        excluded: { exclusions.indices.contains($0 - 1) ? exclusions[$0 - 1] : [] },
        threads: threads, memory: memory
      ) { round, account, checkpoint in
        let untested = Outcome(correct: 0, lossSum: 0, count: 0)
        onRound(try kept.keep(round, account, test: untested, checkpoint))
      }
      let output = try await kept.finish(drawing: true)
      return RunResult(
        configuration, dataset: Self.dataset, data: data,
        train: clients.reduce(0) { $0 + $1.examples },
        validation: rows.count, test: 0, kept, output: output)
    } catch {
      directory?.discard()
      throw error
    }
  }

  /// The classes of the examples on which utilities are measured.
  private var data: DataSummary {
    var summary = recorded.evaluation.summary
    summary.notes += recorded.notes
    return summary
  }

  private func header() throws -> LedgerHeader {
    let evaluation = recorded.evaluation
    return LedgerHeader(
      version: apportionVersion, config: try configuration.yamlOfRecordedRounds(),
      rounds: configuration.training.rounds,
      parties: clients.map { LedgerHeader.Party(client: $0, data: nil) },
      data: data,
      validation: Digest(of: evaluation, rows: Array(0..<evaluation.count)),
      test: Digest(of: evaluation, rows: []), model: Digest(of: try recorded.initialModel()))
  }
}

extension Configuration {
  /// A copy with defaults for the settings that an account of recorded rounds does not use.
  fileprivate var ofRecordedRounds: Configuration {
    var own = self
    (own.dataset, own.clients) = (Configuration().dataset, [])
    own.partition = NaturalSites()
    own.training = TrainingPlan()
    own.participation.fraction = 1
    return own
  }
}
