import ApportionPrimitives
import ApportionReconstruction
import ApportionStore
import ApportionValuation
import Foundation
import Yams

/// A finished comparison, computed again from the ledgers in its folder.
///
/// `comparison.json` contains the list of runs and how to evaluate them. Its figures are not trusted:
/// every figure is computed from the ledgers, and a file with different ones is refused.
struct StoredComparison {
  static let fileName = "comparison.json"

  let result: ComparisonResult
  /// The runs, by setting, strategy, seed and repetition.
  let runs: [Run]
  /// A config that makes the comparison again.
  let config: String

  struct Run {
    let setting: [String]
    let strategy: String
    /// The folder of the run, below the comparison's `runs`.
    let folder: String
    let hash: Digest
    let segments: [Segment]
    /// The shares, or nil if they are withheld.
    let shares: [Double]?
  }

  static func isThere(at path: String) -> Bool {
    FileManager.default.fileExists(atPath: URL(filePath: path).appending(path: fileName).path)
  }

  /// Reads a comparison.
  ///
  /// - Parameters:
  ///   - path: its folder, relative to the working directory.
  ///   - threads: the number of runs that are read at once.
  ///   - catalogs: the components that the configs of its runs may name.
  /// - Throws: ``UnreadableComparison``, ``ForeignLedger``, ``ComparisonError``, or what `StoredRun` throws
  ///   for a run that does not exist or whose ledger is not valid.
  /// - Cost: every run's ledger is read, and the comparison computed.
  init(path: String, threads: Int, catalogs: Catalogs) async throws {
    let folder = URL(filePath: path)
    let file = folder.appending(path: Self.fileName).relativePath
    let written = try ComparisonResult(contentsOf: file)
    let settings = written.comparison.settings
    let keys = settings.keysByStrategy
    let place = { @Sendable (name: String) in folder.appending(path: "runs/\(name)").relativePath }
    for name in keys.lazy.map({ $0.folder(axes: settings.axes) }) {
      guard FileManager.default.fileExists(atPath: place(name)) else {
        throw StoreError.noRun(path: place(name))
      }
    }
    let stored = try await concurrentMap(keys.count, width: threads) { index in
      try StoredRun(path: place(keys[index].folder(axes: settings.axes)))
    }
    func check(_ difference: String?) throws {
      if let difference { throw UnreadableComparison(path: file, problem: difference) }
    }
    let matrix: ComparisonMatrix
    if written.madeInCode {
      config = stored.first?.config ?? ""
      matrix = try ComparisonMatrix(written, runs: zip(keys, stored), catalogs: catalogs)
    } else {
      config = try written.config(zip(keys, stored).map { ($0.strategy, $1.config) }, at: file)
      // The runs may be of any version; nothing is run again.
      matrix = try ComparisonMatrix(
        yaml: config, path: "the config of \(file)", overriding: ["version=\(apportionVersion)"],
        catalogs: catalogs)
    }
    try check(firstDifference(of: written.name, from: matrix.name, at: "name"))
    try check(firstDifference(of: written.method, from: matrix.method, at: "method"))
    try check(
      firstDifference(of: settings, from: matrix.settings, at: "comparison.settings"))
    for run in stored {
      try check(firstDifference(of: written.version, from: run.header.version, at: "version"))
    }
    let planned = Dictionary(uniqueKeysWithValues: matrix.runs.map { ($0.folder, $0) })
    let compared = try zip(keys, stored).map { key, stored in
      guard let own = planned[key.folder(axes: settings.axes)] else {
        preconditionFailure("one matrix has the same runs as another of its settings")
      }
      try matrix.check(stored, is: own)
      return try ComparedRun(own, stored, method: written.method, utility: written.utility)
    }
    let games = try matrix.games.map { game in
      let place = folder.appending(path: "retraining/\(game.folder)").relativePath
      return matrix.retrained(game, try StoredRetraining(path: place))
    }
    let comparison = try Comparison(compared, settings: settings, retrained: games)
    try check(
      firstDifference(
        of: written.comparison.results, from: comparison.results, at: "comparison.results")
    )
    result = written
    runs = zip(zip(keys, stored), compared).map { read, run in
      let ((key, stored), shares) = (
        read, settings.shares(ofRounds: run.rounds)
      )
      return Run(
        setting: key.setting, strategy: key.strategy, folder: key.folder(axes: settings.axes),
        hash: stored.hash, segments: stored.segments, shares: shares.fractions)
    }
  }

  /// The machines on which the runs were made, in words, each with its number of runs.
  var machines: [(machine: String, runs: Int)] {
    var (machines, counts) = ([String](), [String: Int]())
    for run in runs {
      for machine in Set(run.segments.map(\.machine)).sorted() {
        if counts[machine] == nil { machines.append(machine) }
        counts[machine, default: 0] += 1
      }
    }
    return machines.map { ($0, counts[$0] ?? 0) }
  }

  /// SHA-256 of one line per run: its hash, two blanks, its folder.
  var hash: Digest {
    var hash = SHA256()
    for run in runs { hash.update(Array("\(run.hash)  \(run.folder)\n".utf8)) }
    return hash.finalized()
  }
}

extension ComparisonMatrix {
  /// Refuses a ledger that does not belong to the planned run, of any version.
  fileprivate func check(_ stored: StoredRun, is planned: PlannedRun) throws {
    let expected = try planned.configuration.yaml()
    guard stored.config != expected else { return }
    let found = try stored.configuration(catalogs: catalogs).yaml()
    guard let difference = textDifference(found, expected, of: "the config in its run.sqlite")
    else { return }
    let other = try runs.first { try $0.configuration.yaml() == found }
    throw ForeignLedger(path: stored.path, run: other?.folder, difference: difference)
  }
}

extension ComparisonMatrix {
  /// The matrix of a comparison made in code, from the configs of the first repetition of the first seed.
  ///
  /// The other runs must differ from these only in seed and repetition, which the caller checks.
  fileprivate init(
    _ written: ComparisonResult, runs: Zip2Sequence<[RunKey], [StoredRun]>, catalogs: Catalogs
  ) throws {
    let settings = written.comparison.settings
    var plan = ComparisonPlan()
    (plan.seeds, plan.repeats, plan.budget) = (
      settings.seeds.count, settings.repeats, settings.budget
    )
    (plan.reference, plan.utility) = (settings.reference, written.utility)
    (plan.roundWeights, plan.shareRule) = (settings.roundWeights, settings.shareRule)
    plan.confidence = settings.confidence
    let configurations = try settings.settings.map { setting in
      try settings.strategies.map { strategy in
        let first = runs.first { key, _ in
          key.setting == setting.values && key.strategy == strategy && key.repetition == 0
            && key.seed == settings.seeds[0]
        }
        guard let first else { preconditionFailure("a comparison has a run of every strategy") }
        var configuration = try first.1.configuration(catalogs: catalogs)
        // If the config belongs to another run, the check of that run reports it.
        (configuration.seed, configuration.repetition) = (settings.seeds[0], 0)
        return configuration
      }
    }
    try self.init(
      plan, configurations: configurations, values: settings.settings.map(\.values),
      keys: settings.axes, catalogs: catalogs, isMadeInCode: true)
  }
}

/// A ledger in a comparison's folder that does not belong to the run it is stored for.
public struct ForeignLedger: Error, Hashable, CustomStringConvertible {
  /// The path of the run.
  public let path: String
  /// The run of the comparison that the ledger belongs to, or nil if it belongs to none.
  public let run: String?
  /// The difference between the two configs.
  public let difference: String

  public var description: String {
    let whose = run.map { "the ledger of \($0)" } ?? "the ledger of another run"
    return """
      \(path) holds \(whose): \(difference); restore the right one, or make the run again with \
      `apportion compare --force`
      """
  }
}

extension ComparisonSettings {
  /// The keys of all runs, by setting, strategy, seed and repetition.
  fileprivate var keysByStrategy: [RunKey] {
    settings.flatMap { setting in
      strategies.flatMap { strategy in
        seeds.flatMap { seed in
          (0..<repetitions(of: strategy)).map {
            RunKey(setting: setting.values, strategy: strategy, seed: seed, repetition: $0)
          }
        }
      }
    }
  }
}

extension Shares {
  /// The fractions, or nil if they are withheld.
  fileprivate var fractions: [Double]? {
    switch self {
    case .fractions(let fractions): fractions
    case .withheld: nil
    }
  }
}
