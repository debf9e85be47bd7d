import ApportionPrimitives
import ApportionSimulation
import ApportionStore
public import Foundation
import Synchronization

extension ComparisonMatrix {
  /// How far a comparison is.
  public struct Progress: Hashable, Sendable {
    /// Runs that are there, those that were kept from before among them.
    public let done: Int
    public let kept: Int
    public let total: Int
  }

  /// Makes the runs that are not there yet, and reads them all.
  ///
  /// A run that is there is kept where its `config.yml` is what this run's would be, byte for byte, and
  /// all its values can be read; where they cannot it is made anew. A run that another config has left
  /// is an error, unless it may be replaced. All of this is known before the first run is started. Where
  /// this throws, runs that are finished stay.
  ///
  /// - Parameters:
  ///   - folder: of the comparison, taken from the working directory; runs are kept below its `runs`.
  ///   - threads: how many runs are made at once, each on one thread; it changes no result.
  ///   - replacing: whether runs that another config has left may be replaced.
  ///   - onProgress: told at the start and after each run, one call at a time.
  /// - Returns: the runs, in the order of ``runs``.
  /// - Throws: ``ForeignRun``, ``FailedRun``, `StoreError`, or `CancellationError`.
  public func run(
    in folder: String, threads: Int = ProcessInfo.processInfo.activeProcessorCount,
    replacing: Bool = false, onProgress: @escaping @Sendable (Progress) -> Void = { _ in }
  ) async throws -> [ComparedRun] {
    let kept = try await concurrentMap(runs.count, width: threads) { index in
      try keptRun(runs[index], in: folder, replacing: replacing)
    }
    let missing = kept.indices.filter { kept[$0] == nil }
    let keptCount = kept.count - missing.count
    let done = Mutex(keptCount)
    onProgress(Progress(done: keptCount, kept: keptCount, total: runs.count))
    let made = try await concurrentMap(missing.count, width: threads) { index in
      let result = try await make(runs[missing[index]], in: folder)
      done.withLock {
        $0 += 1
        onProgress(Progress(done: $0, kept: keptCount, total: runs.count))
      }
      return result
    }
    var all = kept
    for (index, result) in zip(missing, made) { all[index] = result }
    return all.compactMap(\.self)
  }

  /// The run as it is there, or nil where it is to be made.
  private func keptRun(
    _ run: PlannedRun, in folder: String, replacing: Bool
  ) throws -> ComparedRun? {
    let path = path(of: run, in: folder)
    switch StoredConfig(path: path, expected: try run.configuration.yaml()) {
    case .absent, .cutOff: return nil
    case .other(let difference):
      guard replacing else { throw ForeignRun(path: path, difference: difference) }
      // Only a run may be replaced, which is seen here before any is made.
      try RunDirectory(path: path, replacing: true).discard()
      return nil
    case .same:
      do {
        return try compared(run, at: path)
      } catch is RunFileError {
        return nil
      } catch is DataError {
        return nil
      }
    }
  }

  private func make(_ run: PlannedRun, in folder: String) async throws -> ComparedRun {
    let path = path(of: run, in: folder)
    do {
      switch StoredConfig(path: path, expected: try run.configuration.yaml()) {
      case .same, .cutOff: try FileManager.default.removeItem(atPath: path)  // it is broken
      case .absent, .other: break
      }
      let directory = try RunDirectory(path: path, replacing: true)
      _ = try await Experiment(run.configuration).run(threads: 1, into: directory)
      return try compared(run, at: path)
    } catch let error as CancellationError {
      throw error
    } catch {
      throw FailedRun(run: run.folder, cause: error)
    }
  }

  private func path(of run: PlannedRun, in folder: String) -> String {
    URL(filePath: folder).appending(path: "runs/\(run.folder)").relativePath
  }

  /// What there is to compare of a finished run.
  private func compared(_ run: PlannedRun, at path: String) throws -> ComparedRun {
    let stored = try StoredRun(path: path)
    let values = try stored.values(
      method: type(of: run.configuration.valuation[0]).id, utility: plan.utility)
    return ComparedRun(
      setting: run.setting, strategy: run.strategy, seed: run.configuration.seed,
      repetition: run.configuration.repetition, clients: stored.clients, rounds: values,
      testAccuracy: stored.rounds.last?.testAccuracy)
  }
}

/// How the config in a run's folder compares with the one it would be made by.
private enum StoredConfig {
  /// There is no such folder.
  case absent
  case same
  /// It ends early, as files do where a machine lost its power.
  case cutOff
  case other(difference: String)

  init(path: String, expected: String) {
    guard FileManager.default.fileExists(atPath: path) else {
      self = .absent
      return
    }
    let file = URL(filePath: path).appending(path: "config.yml").relativePath
    guard let bytes = FileManager.default.contents(atPath: file) else {
      self = .other(difference: "it has no config.yml")
      return
    }
    guard Data(expected.utf8).starts(with: bytes) else {
      self = .other(difference: Self.difference(String(decoding: bytes, as: UTF8.self), expected))
      return
    }
    self = bytes.count == expected.utf8.count ? .same : .cutOff
  }

  /// The first line that differs.
  private static func difference(_ written: String, _ expected: String) -> String {
    let texts = [written, expected].map {
      $0.split(separator: "\n", omittingEmptySubsequences: false)
    }
    let number = zip(texts[0], texts[1]).prefix { $0 == $1 }.count
    let lines = texts.map { text in
      text.indices.contains(number)
        ? "\"\(text[number].trimmingCharacters(in: .whitespaces))\"" : "nothing"
    }
    return "line \(number + 1) of its config.yml is \(lines[0]), where this one has \(lines[1])"
  }
}

/// A run that another config has left stands where one of a comparison is to be.
public struct ForeignRun: Error, Hashable, CustomStringConvertible {
  public let path: String
  public let difference: String

  public var description: String {
    """
    \(path) is there already, but is not a run of this comparison: \(difference); add --force to \
    replace such runs, or name another place with --output
    """
  }
}

/// Which run of a comparison failed, and why.
public struct FailedRun: Error, CustomStringConvertible {
  /// The folder it was to be kept in.
  public let run: String
  public let cause: any Error

  public var description: String { "run \(run): \(cause)" }
}
