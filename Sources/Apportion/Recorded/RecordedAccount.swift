import ApportionPrimitives
import ApportionReconstruction
public import ApportionSimulation
public import ApportionStore
public import Foundation

/// An account of rounds that somebody else recorded: another program, or a run with `record: true`.
///
/// Neither data nor training are needed, so that a run can be accounted for by other methods, or
/// by another engine, than it was. What a run's own config would give is the same to the bit.
public struct RecordedAccount: Sendable {
  /// What stands in results where the name of a data set would.
  public static let dataset = "recorded rounds"

  /// With as many rounds as there are; it says nothing of data, nor of training.
  public let configuration: Configuration
  /// As the ledger beside the rounds has them.
  ///
  /// Where there is none, they are numbered from 0 to the highest that takes part, each with the
  /// examples of its first round.
  public let clients: [ClientRecord]
  private let recorded: RecordedFederation
  private let catalogs: Catalogs
  /// By round, as far as the ledger beside them goes.
  private let exclusions: [[Exclusion]]

  /// Reads what was recorded, but for the rounds' models.
  ///
  /// - Parameters:
  ///   - path: the folder with `evaluation.safetensors` and `rounds`, taken from the working directory.
  ///   - config: the config, or nil for the `config.yml` in that folder. Which version of the program
  ///     wrote it does not matter. An account has the folder's name where the latter gives none.
  ///   - overrides: `path.to.key=value`, as `--set` has them.
  ///   - catalogs: what the config may name.
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
        // Or a strategy would be held against a number of clients that are not there.
        overriding: overrides + ["partition={kind: \(NaturalSites.id)}"],
        catalogs: catalogs), catalogs: catalogs)
  }

  /// Reads what was recorded, but for the rounds' models.
  ///
  /// - Parameters:
  ///   - path: the folder with `evaluation.safetensors` and `rounds`, taken from the working directory.
  ///   - configuration: the model, the strategy and what they are to be valued by.
  ///   - catalogs: as `Experiment` has them.
  /// - Throws: `DataError` where a file is missing or cannot be read, `LedgerError`, `DatabaseError`, or
  ///   ``RecordedRoundsError`` of a ledger beside them, `InvalidSetting`, or `ValuationError` for methods
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

  /// Those that take part, and those below them.
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
  /// In a directory that holds the first rounds of this account already, it continues after them. Where this
  /// throws, an account that has a whole round, or was there before, is kept and can be resumed.
  ///
  /// - Parameters:
  ///   - threads: how many coalitions are evaluated at once; it changes no result.
  ///   - memory: the most bytes that the workers who evaluate coalitions may hold, or nil; it changes no
  ///     result.
  ///   - directory: where to keep the account, or nil to keep it in memory alone.
  ///   - keepingAccounts: as in `Experiment.run`.
  ///   - onRound: told of every round when it is accounted for.
  /// - Returns: what each client contributed, and how the rounds went; there are no test examples.
  /// - Throws: `DataError`, ``RecordedRoundsError``, `ReconstructionError`, `SimulationError` of a client
  ///   whose model is not finite, `AggregationError` of what the strategy misses in an update,
  ///   `ValuationError`, `StoreError`, also where the directory holds the recorded rounds,
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

  /// The classes of the examples that utilities were measured on.
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
  /// The same without what an account of recorded rounds does not go by.
  fileprivate var ofRecordedRounds: Configuration {
    var own = self
    (own.dataset, own.clients) = (Configuration().dataset, [])
    own.partition = NaturalSites()
    own.training = TrainingPlan()
    own.participation.fraction = 1
    return own
  }
}
