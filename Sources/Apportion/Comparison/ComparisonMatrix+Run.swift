import ApportionPrimitives
import ApportionSimulation
import ApportionStore
public import Foundation

extension ComparisonMatrix {
  /// Makes the runs that do not exist yet, and reads all of them.
  ///
  /// Several processes, on machines that share the folder, may make the runs of one comparison
  /// together; each of them returns all runs.
  ///
  /// An existing run is kept if its `config.yml` is byte for byte the config of the planned run and its
  /// ledger is valid; an unfinished run is resumed. A run of another config, or one whose ledger is
  /// damaged, is an error unless it may be replaced. All of this is checked before the first run is
  /// started. If this throws, the finished rounds are kept.
  ///
  /// - Parameters:
  ///   - folder: the comparison's folder, relative to the working directory; runs are stored below its
  ///     `runs`.
  ///   - threads: the number of runs that execute at once, each on one thread; it changes no result.
  ///   - replacing: whether runs of another config, or damaged runs, may be replaced.
  ///   - onProgress: called at the start and after each run, one call at a time.
  /// - Returns: the runs, in the order of ``runs``.
  /// - Throws: ``MismatchedRun``, ``DamagedRun``, ``RunFailure``, `StoreError`, or `CancellationError`.
  public func run(
    in folder: String, threads: Int = ProcessInfo.processInfo.activeProcessorCount,
    replacing: Bool = false, onProgress: @escaping @Sendable (Progress) -> Void = { _ in }
  ) async throws -> [ComparedRun] {
    let places = try await concurrentMap(runs.count, width: threads) { index in
      try Place(runs[index], in: folder)
    }
    let kept = try await concurrentMap(runs.count, width: threads) { index in
      try keptRun(places[index], replacing: replacing)
    }
    let tally = Tally(of: .runs, kept: kept.count { $0 != nil }, total: runs.count, onProgress)
    let data = SharedData()
    return try await sharedWork(runs.count, width: threads) { index in
      if let own = kept[index] { return own }
      let run = try await make(places[index], replacing: replacing, sharing: data)
      if run != nil { tally.add() }
      return run
    }
  }

  /// A run, the path where it is stored, and the text of its config, which is slow to encode.
  struct Place {
    let run: PlannedRun
    let path: String
    let config: String

    init(_ run: PlannedRun, in folder: String) throws {
      self.run = run
      path = URL(filePath: folder).appending(path: "runs/\(run.folder)").relativePath
      config = try run.configuration.yaml()
    }

    /// The stored config, compared with the expected one.
    var stored: StoredConfig { StoredConfig(path: path, expected: config) }

    /// The config in its ledger, or nil if it is the run's own or cannot be read.
    var otherConfigInLedger: String? {
      let file = URL(filePath: path).appending(path: "run.sqlite").relativePath
      let ledger = try? Ledger(opening: file, writing: false)
      return ledger.flatMap { $0.config == config ? nil : $0.config }
    }
  }

  /// How the config in a ledger differs from the expected one: the run it belongs to, if that is part
  /// of this comparison.
  private func difference(of config: String, from place: Place) throws -> String {
    if let other = try runs.first(where: { try $0.configuration.yaml() == config }) {
      return "its run.sqlite is that of \(other.folder)"
    }
    let difference = textDifference(config, place.config, of: "the config in its run.sqlite")
    return difference ?? "its run.sqlite is another run's"
  }

  /// The stored run, or nil if it has yet to be made.
  func keptRun(_ place: Place, replacing: Bool) throws -> ComparedRun? {
    func checkReplaceable(_ difference: String) throws {
      guard replacing else { throw MismatchedRun(path: place.path, difference: difference) }
      // Only a run may be replaced; this is checked here, before any run is made.
      try RunDirectory.checkReplaceable(place.path)
    }
    switch place.stored {
    case .absent, .cutOff: return nil
    case .missing:
      try checkReplaceable("it has no config.yml")
      return nil
    case .other(let difference):
      try checkReplaceable(difference)
      return nil
    case .same:
      do {
        let stored = try StoredRun(path: place.path)
        guard stored.config != place.config else { return try compared(place.run, stored) }
        try checkReplaceable(difference(of: stored.config, from: place))
        return nil
      } catch StoreError.unfinished {
        if let config = place.otherConfigInLedger {
          try checkReplaceable(difference(of: config, from: place))
        }
        return nil
      } catch let error as DatabaseError where error.isBusy {
        return nil
      } catch let error where error is LedgerError || error is DatabaseError {
        guard replacing else { throw DamagedRun(path: place.path, cause: error) }
        return nil
      } catch StoreError.noRun {
        try checkReplaceable("it has no run.sqlite")
        return nil
      }
    }
  }

  /// Makes a run, or returns nil if another process is making it.
  private func make(
    _ place: Place, replacing: Bool, sharing data: SharedData
  ) async throws -> ComparedRun? {
    do {
      // Another process may have made it in the meantime.
      if let kept = try keptRun(place, replacing: replacing) { return kept }
      _ = try await Experiment(place.run.configuration, catalogs: catalogs, sharing: data).run(
        threads: 1, into: directory(of: place, replacing: replacing), drawing: false,
        keepingAccounts: false)
      return try compared(place.run, StoredRun(path: place.path))
    } catch let error where error is CancellationError || error is DamagedRun {
      throw error
    } catch let error as DatabaseError where error.isBusy {
      return nil
    } catch StoreError.exists, StoreError.unfinished, StoreError.busy {
      // Another process used the folder in the meantime.
      return nil
    } catch {
      throw RunFailure(run: place.run.folder, cause: error)
    }
  }

  /// The run's folder; that of an interrupted run is opened as it was left.
  private func directory(of place: Place, replacing: Bool) throws -> RunDirectory {
    switch place.stored {
    case .absent: return try RunDirectory(path: place.path, replacing: false)
    case .missing, .other: return try RunDirectory(path: place.path, replacing: replacing)
    case .same where place.otherConfigInLedger != nil:
      return try RunDirectory(path: place.path, replacing: replacing)
    case .same, .cutOff:
      do {
        return try resumed(place.path)
      } catch let error as DamagedRun {
        guard replacing else { throw error }
        return try RunDirectory(path: place.path, replacing: true)
      }
    }
  }

  /// The folder of an interrupted run.
  private func resumed(_ path: String) throws -> RunDirectory {
    do {
      return try RunDirectory(resuming: path)
    } catch let error as DatabaseError where !error.isDamaged {
      throw error
    } catch let error where error is LedgerError || error is DatabaseError {
      throw DamagedRun(path: path, cause: error)
    }
  }

  private func compared(_ run: PlannedRun, _ stored: StoredRun) throws -> ComparedRun {
    try ComparedRun(run, stored, method: method, utility: plan.utility)
  }
}

/// The run of a comparison that failed, and why.
public struct RunFailure: Error, CustomStringConvertible {
  /// The folder in which it was to be stored.
  public let run: String
  /// The error that ended the run.
  public let cause: any Error

  public var description: String { "run \(run): \(cause)" }
}

/// A run of a comparison exists, but its ledger is damaged.
public struct DamagedRun: Error, CustomStringConvertible {
  /// The path of the run.
  public let path: String
  /// The error in its ledger.
  public let cause: any Error

  public var description: String {
    "\(path) is damaged: \(cause); restore a copy of it, or add --force to replace it with a new run"
  }
}
