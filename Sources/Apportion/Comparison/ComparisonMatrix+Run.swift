import ApportionPrimitives
import ApportionSimulation
import ApportionStore
public import Foundation

extension ComparisonMatrix {
  /// Makes the runs that are not there yet, and reads them all.
  ///
  /// Several processes, on machines that share the folder, may make the runs of one comparison together;
  /// each then has all.
  ///
  /// A run that is there is kept where its `config.yml` is what this run's would be, byte for byte, and
  /// its ledger holds; one that is unfinished is resumed. A run that another config has left, or whose ledger
  /// is damaged, is an error, unless it may be replaced. All of this is known before the first run is started.
  /// Where this throws, the rounds that are finished are kept.
  ///
  /// - Parameters:
  ///   - folder: of the comparison, taken from the working directory; runs are kept below its `runs`.
  ///   - threads: how many runs are made at once, each on one thread; it changes no result.
  ///   - replacing: whether runs that another config has left, or that are damaged, may be replaced.
  ///   - onProgress: told at the start and after each run, one call at a time.
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

  /// A run, where it is kept, and the text of its config, which takes its time to write.
  struct Place {
    let run: PlannedRun
    let path: String
    let config: String

    init(_ run: PlannedRun, in folder: String) throws {
      self.run = run
      path = URL(filePath: folder).appending(path: "runs/\(run.folder)").relativePath
      config = try run.configuration.yaml()
    }

    /// How what is there compares with it.
    var stored: StoredConfig { StoredConfig(path: path, expected: config) }

    /// The config in its ledger, or nil where that is the run's own or cannot be read.
    var otherConfigInLedger: String? {
      let file = URL(filePath: path).appending(path: "run.sqlite").relativePath
      let ledger = try? Ledger(opening: file, writing: false)
      return ledger.flatMap { $0.config == config ? nil : $0.config }
    }
  }

  /// What tells the config in a ledger from the one that is due: the run it belongs to, where this
  /// comparison has it.
  private func difference(of config: String, from place: Place) throws -> String {
    if let other = try runs.first(where: { try $0.configuration.yaml() == config }) {
      return "its run.sqlite is that of \(other.folder)"
    }
    let difference = textDifference(config, place.config, of: "the config in its run.sqlite")
    return difference ?? "its run.sqlite is another run's"
  }

  /// The run as it is there, or nil where it is to be made.
  func keptRun(_ place: Place, replacing: Bool) throws -> ComparedRun? {
    func checkReplaceable(_ difference: String) throws {
      guard replacing else { throw MismatchedRun(path: place.path, difference: difference) }
      // Only a run may be replaced, which is seen here before any is made.
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

  /// Makes a run, or gives nil where another process does.
  private func make(
    _ place: Place, replacing: Bool, sharing data: SharedData
  ) async throws -> ComparedRun? {
    do {
      // Another process may have made it meanwhile.
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
      // Another process was there in between.
      return nil
    } catch {
      throw RunFailure(run: place.run.folder, cause: error)
    }
  }

  /// The run's folder: where it was interrupted, as it was left.
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

  /// A run that was interrupted.
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

/// Which run of a comparison failed, and why.
public struct RunFailure: Error, CustomStringConvertible {
  /// The folder it was to be kept in.
  public let run: String
  public let cause: any Error

  public var description: String { "run \(run): \(cause)" }
}

/// A run of a comparison is there, but its ledger does not hold.
public struct DamagedRun: Error, CustomStringConvertible {
  public let path: String
  public let cause: any Error

  public var description: String {
    "\(path) is damaged: \(cause); put back a copy of it, or add --force to run it again in its place"
  }
}
