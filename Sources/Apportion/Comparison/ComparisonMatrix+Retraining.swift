import ApportionReconstruction
import ApportionSimulation
import ApportionStore
import Foundation

extension ComparisonMatrix {
  /// The runs whose data the games are played with: one run of the first strategy for each setting
  /// and seed.
  var games: [PlannedRun] {
    guard plan.reference == .retraining else { return [] }
    return runs.filter {
      $0.strategy == settings.strategies[0] && $0.configuration.repetition == 0
    }
  }

  /// Plays the games that do not exist yet, and reads all of them.
  ///
  /// In a game, every coalition is trained again with the first strategy. Games are stored below
  /// `retraining`, as runs are below `runs`, and each coalition is stored as soon as it is trained:
  /// an interrupted game trains only the missing coalitions when it is resumed.
  ///
  /// - Parameters:
  ///   - folder: the comparison's folder, relative to the working directory.
  ///   - threads: the number of coalitions that train at once; it changes no result.
  ///   - replacing: whether games of another config may be replaced.
  ///   - onProgress: called at the start and after each game.
  /// - Returns: one game per setting and seed, or none if the reference is not retraining.
  /// - Throws: ``MismatchedRun``, ``RunFailure``, or `CancellationError`.
  func retrain(
    in folder: String, threads: Int, replacing: Bool,
    onProgress: @escaping @Sendable (Progress) -> Void
  ) async throws -> [RetrainedGame] {
    let games = games
    guard !games.isEmpty else { return [] }
    let kept = try games.map { try keptGame($0, in: folder, replacing: replacing) }
    let tally = Tally(of: .games, kept: kept.count { $0 != nil }, total: games.count, onProgress)
    return try await sharedWork(games.count, width: 1) { index in
      if let own = kept[index] { return own }
      let game = try await play(
        games[index], in: folder, threads: threads, replacing: replacing)
      if game != nil { tally.add() }
      return game
    }
  }

  /// Refuses games of another config before anything is run.
  func checkGames(in folder: String, replacing: Bool) throws {
    for game in games { _ = try keptGame(game, in: folder, replacing: replacing) }
  }

  private func path(of game: PlannedRun, in folder: String) -> String {
    URL(filePath: folder).appending(path: "retraining/\(game.folder)").relativePath
  }

  /// The stored game, or nil if it has yet to be played.
  func keptGame(
    _ game: PlannedRun, in folder: String, replacing: Bool
  ) throws -> RetrainedGame? {
    let path = path(of: game, in: folder)
    switch StoredConfig(path: path, expected: try game.configuration.yaml()) {
    // Without a config, there is nothing to resume.
    case .absent, .cutOff, .missing: return nil
    case .other(let difference):
      guard replacing else { throw MismatchedRun(path: path, difference: difference) }
      return nil
    case .same:
      do {
        return retrained(game, try StoredRetraining(path: path))
      } catch is RunFileError {
        return nil
      } catch is DataError {
        return nil
      }
    }
  }

  /// Plays a game, or returns nil if another process is playing it.
  private func play(
    _ game: PlannedRun, in folder: String, threads: Int, replacing: Bool
  ) async throws -> RetrainedGame? {
    do {
      // Another process may have played it in the meantime.
      if let kept = try keptGame(game, in: folder, replacing: replacing) { return kept }
      let path = path(of: game, in: folder)
      let values = try await Experiment(game.configuration, catalogs: catalogs).retrainedValues(
        threads: threads, keptIn: path, replacing: replacing)
      let stored = StoredRetraining(values.mapValues(\.values))
      try stored.write(to: path)
      return retrained(game, stored)
    } catch let error where error is CancellationError || error is MismatchedRun {
      throw error
    } catch StoreError.busy {
      return nil
    } catch {
      throw RunFailure(run: game.folder, cause: error)
    }
  }

  /// The values of a game under the comparison's utility.
  func retrained(_ game: PlannedRun, _ stored: StoredRetraining) -> RetrainedGame {
    RetrainedGame(
      setting: game.setting, seed: game.configuration.seed,
      values: stored.values[plan.utility] ?? [])
  }
}
