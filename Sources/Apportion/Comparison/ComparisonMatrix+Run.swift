import ApportionPrimitives
import ApportionSimulation
import ApportionStore
public import Foundation
import Synchronization

extension ComparisonMatrix {
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
    let progress = Progress(of: .runs, done: keptCount, kept: keptCount, total: runs.count)
    onProgress(progress)
    let data = SharedData()
    let made = try await concurrentMap(missing.count, width: threads) { index in
      let result = try await make(runs[missing[index]], in: folder, sharing: data)
      done.withLock {
        $0 += 1
        onProgress(progress.at($0))
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
    let path = URL(filePath: folder).appending(path: "runs/\(run.folder)").relativePath
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

  private func make(
    _ run: PlannedRun, in folder: String, sharing data: SharedData
  ) async throws -> ComparedRun {
    let path = URL(filePath: folder).appending(path: "runs/\(run.folder)").relativePath
    do {
      switch StoredConfig(path: path, expected: try run.configuration.yaml()) {
      case .same, .cutOff: try FileManager.default.removeItem(atPath: path)  // it is broken
      case .absent, .other: break
      }
      let directory = try RunDirectory(path: path, replacing: true)
      _ = try await Experiment(run.configuration, sharing: data).run(threads: 1, into: directory)
      return try compared(run, at: path)
    } catch let error as CancellationError {
      throw error
    } catch {
      throw FailedRun(run: run.folder, cause: error)
    }
  }

  /// What there is to compare of a finished run.
  private func compared(_ run: PlannedRun, at path: String) throws -> ComparedRun {
    let stored = try StoredRun(path: path)
    let values = try stored.values(
      method: method, utility: plan.utility)
    return ComparedRun(
      setting: run.setting, strategy: run.strategy, seed: run.configuration.seed,
      repetition: run.configuration.repetition, clients: stored.clients, rounds: values,
      testAccuracy: stored.rounds.last?.testAccuracy)
  }
}

/// Which run of a comparison failed, and why.
public struct FailedRun: Error, CustomStringConvertible {
  /// The folder it was to be kept in.
  public let run: String
  public let cause: any Error

  public var description: String { "run \(run): \(cause)" }
}
