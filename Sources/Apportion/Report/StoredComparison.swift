import ApportionPrimitives
import ApportionReconstruction
import ApportionStore
import ApportionValuation
import Foundation
import Yams

/// A finished comparison, read back from its folder: what was found, and the ledgers it was found in.
struct StoredComparison {
  static let fileName = "comparison.json"

  let result: ComparisonResult
  /// By setting, strategy, seed and repetition.
  let runs: [Run]

  struct Run {
    let setting: [String]
    let strategy: String
    /// Below the comparison's `runs`.
    let folder: String
    let config: String
    let hash: Digest
    let stints: [Stint]
    /// Nil where they are withheld.
    let shares: [Double]?
  }

  static func isThere(at path: String) -> Bool {
    FileManager.default.fileExists(atPath: URL(filePath: path).appending(path: fileName).path)
  }

  /// Reads a comparison.
  ///
  /// - Parameters:
  ///   - path: its folder, taken from the working directory.
  ///   - threads: how many runs are read at once.
  /// - Throws: ``UnreadableComparison``, or what `StoredRun` throws of a run that is not there or does
  ///   not hold.
  /// - Cost: every run's ledger is read.
  init(path: String, threads: Int) async throws {
    let folder = URL(filePath: path)
    let file = folder.appending(path: Self.fileName).relativePath
    let result: ComparisonResult
    do {
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      result = try decoder.decode(
        ComparisonResult.self, from: Data(contentsOf: URL(filePath: file)))
    } catch {
      throw UnreadableComparison(path: file)
    }
    let settings = result.comparison.settings
    let keys = settings.settings.flatMap { setting in
      settings.strategies.flatMap { strategy in
        settings.seeds.flatMap { seed in
          (0..<settings.repetitions(of: strategy)).map { repetition in
            RunKey(
              setting: setting.values, strategy: strategy, seed: seed, repetition: repetition)
          }
        }
      }
    }
    runs = try await concurrentMap(keys.count, width: threads) { index in
      let key = keys[index]
      let name = key.folder(axes: settings.axes)
      let stored = try StoredRun(path: folder.appending(path: "runs/\(name)").relativePath)
      let shares = Shares(
        ofRounds: try stored.values(method: result.method, utility: result.utility),
        weights: settings.roundWeights, rule: settings.shareRule)
      return Run(
        setting: key.setting, strategy: key.strategy, folder: name, config: stored.header.config,
        hash: stored.hash, stints: stored.stints, shares: shares.fractions)
    }
    self.result = result
  }

  /// On which machines the runs were made, in words, and how many of the runs.
  var machines: [(machine: String, runs: Int)] {
    var (machines, counts) = ([String](), [String: Int]())
    for run in runs {
      for machine in Set(run.stints.map(\.machine)).sorted() {
        if counts[machine] == nil { machines.append(machine) }
        counts[machine, default: 0] += 1
      }
    }
    return machines.map { ($0, counts[$0] ?? 0) }
  }

  /// SHA-256 of a line for each run: its hash, two blanks, its folder.
  var hash: Digest {
    var hash = SHA256()
    for run in runs { hash.update(Array("\(run.hash)  \(run.folder)\n".utf8)) }
    return hash.finalized()
  }

  /// A config that makes the comparison again: that of its first run, and what differs.
  var config: String {
    get throws {
      let settings = result.comparison.settings
      var axes: [(Node, Node)] = try settings.axes.indices.map { axis in
        let values = settings.settings.map { $0.values[axis] }
        let distinct = values.indices.filter { values.firstIndex(of: values[$0]) == $0 }
        return (
          Node(settings.axes[axis]),
          Node(try distinct.map { try compose(yaml: values[$0]) ?? Node("") }, .implicit, .flow)
        )
      }
      let strategies = try settings.strategies.map { strategy in
        let run = runs.first { $0.strategy == strategy }
        return try compose(yaml: run?.config ?? "")?.mapping?["strategy"] ?? Node(strategy)
      }
      axes.append((Node("strategy"), Node(strategies)))
      let section = Node([
        (Node("axes"), Node(axes)), (Node("seeds"), try Node(encoding: settings.seeds.count)),
        (Node("repeats"), try Node(encoding: settings.repeats)),
        (Node("budget"), try Node(encoding: settings.budget)),
        (Node("reference"), try Node(encoding: settings.reference)),
        (Node("utility"), try Node(encoding: result.utility)),
        (Node("round_weights"), try Node(encoding: settings.roundWeights)),
        (Node("share_rule"), try Node(encoding: settings.shareRule)),
        (Node("confidence"), try Node(encoding: settings.confidence)),
      ])
      let text = try serialize(
        node: Node([(Node(Configuration.comparisonKey), section)]), width: -1)
      return (runs.first?.config ?? "") + text
    }
  }
}

/// A `comparison.json` that is not what this program writes.
public struct UnreadableComparison: Error, Hashable, CustomStringConvertible {
  public let path: String

  public var description: String {
    """
    \(path) is not a comparison that this program reads; make it anew with the `apportion compare` it \
    came from, which keeps all runs
    """
  }
}

extension Shares {
  /// Nil where they are withheld.
  fileprivate var fractions: [Double]? {
    switch self {
    case .fractions(let fractions): fractions
    case .withheld: nil
    }
  }
}
