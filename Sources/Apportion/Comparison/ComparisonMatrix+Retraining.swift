import ApportionReconstruction
import ApportionSimulation
import ApportionStore
import Foundation

extension ComparisonMatrix {
  /// The runs whose data the games are played with: the first strategy's, once for each setting and
  /// seed.
  var games: [PlannedRun] {
    guard plan.reference == .retraining else { return [] }
    return runs.filter {
      $0.strategy == settings.strategies[0] && $0.configuration.repetition == 0
    }
  }

  /// Plays the games that are not there yet, in which every coalition is trained anew by the first
  /// strategy, and reads them all.
  ///
  /// They are kept below `retraining` as runs are below `runs`, each coalition as it is found: a game that
  /// was broken off trains only the coalitions that are missing.
  ///
  /// - Parameters:
  ///   - folder: of the comparison, taken from the working directory.
  ///   - threads: how many coalitions train at once; it changes no result.
  ///   - replacing: whether games that another config has left may be replaced.
  ///   - onProgress: told at the start and after each game.
  /// - Returns: none where the reference is another.
  /// - Throws: ``ForeignRun``, ``FailedRun``, or `CancellationError`.
  func retrain(
    in folder: String, threads: Int, replacing: Bool, onProgress: (Progress) -> Void
  ) async throws -> [RetrainedGame] {
    var kept = try games.map { try keptGame($0, in: folder, replacing: replacing) }
    let missing = kept.indices.filter { kept[$0] == nil }
    guard !kept.isEmpty else { return [] }
    let keptCount = kept.count - missing.count
    let progress = Progress(of: .games, done: keptCount, kept: keptCount, total: kept.count)
    onProgress(progress)
    for (count, index) in missing.enumerated() {
      kept[index] = try await play(games[index], in: folder, threads: threads)
      onProgress(progress.at(keptCount + count + 1))
    }
    return kept.compactMap(\.self)
  }

  /// Refuses games that another config has left, before anything is run.
  func checkGames(in folder: String, replacing: Bool) throws {
    for game in games { _ = try keptGame(game, in: folder, replacing: replacing) }
  }

  private func path(of game: PlannedRun, in folder: String) -> String {
    URL(filePath: folder).appending(path: "retraining/\(game.folder)").relativePath
  }

  /// The game as it is there, or nil where it is to be played.
  private func keptGame(
    _ game: PlannedRun, in folder: String, replacing: Bool
  ) throws -> RetrainedGame? {
    let path = path(of: game, in: folder)
    switch StoredConfig(path: path, expected: try game.configuration.yaml()) {
    case .absent, .cutOff: return nil
    case .other(let difference):
      // Without a config there is nothing that could be gone on with.
      let config = URL(filePath: path).appending(path: "config.yml").relativePath
      guard replacing || !FileManager.default.fileExists(atPath: config) else {
        throw ForeignRun(path: path, difference: difference)
      }
      return nil
    case .same:
      do {
        return try retrained(game, StoredRetraining(path: path))
      } catch is RunFileError {
        return nil
      } catch is DataError {
        return nil
      }
    }
  }

  private func play(
    _ game: PlannedRun, in folder: String, threads: Int
  ) async throws -> RetrainedGame {
    do {
      let path = path(of: game, in: folder)
      // What another config has left was refused before, unless it may be replaced.
      let values = try await Experiment(game.configuration).retrainedValues(
        threads: threads, keptIn: path, replacing: true)
      let stored = StoredRetraining(values.mapValues(\.values))
      try stored.write(to: path)
      return try retrained(game, stored)
    } catch let error as CancellationError {
      throw error
    } catch {
      throw FailedRun(run: game.folder, cause: error)
    }
  }

  private func retrained(_ game: PlannedRun, _ stored: StoredRetraining) throws -> RetrainedGame {
    RetrainedGame(
      setting: game.setting, seed: game.configuration.seed,
      values: stored.values[plan.utility] ?? [])
  }
}
