import ApportionPrimitives
import ApportionSimulation
import Foundation

/// The predicted cost of a comparison on this machine.
public struct ComparisonForecast: Codable, Hashable, Sendable {
  /// The number of runs.
  public let runs: Int
  /// The number of runs that exist already.
  public let runsKept: Int
  /// The number of retraining games, in each of which every coalition trains its own model.
  public let games: Int
  /// The number of games that exist already.
  public let gamesKept: Int
  /// Seconds for the fastest run, on one thread.
  public let leastSecondsPerRun: Double
  /// Seconds for the slowest run, on one thread.
  public let mostSecondsPerRun: Double
  /// Seconds for all runs and games that do not exist yet, on the given number of threads.
  public let seconds: Double
  /// The bytes that a run holds during its accounting, in addition to data and models.
  ///
  /// As many runs as there are threads execute at once.
  public let workerBytes: Double
}

extension ComparisonMatrix {
  /// The largest number of kinds of runs that are timed; with more kinds, each timed one also
  /// represents its neighbours.
  private static let mostTimed = 24

  /// Predicts the remaining work, from the `Experiment` forecast of each strategy's run in each setting.
  ///
  /// - Parameters:
  ///   - folder: the comparison's folder, relative to the working directory; it need not exist.
  ///   - threads: the number of runs that execute at once.
  ///   - replacing: whether runs of another config may be replaced.
  /// - Returns: the forecast; its seconds are accurate to a factor of about two on an idle machine.
  /// - Throws: ``MismatchedRun``, or what `Experiment` throws for a run that cannot be forecast.
  public func forecast(
    in folder: String, threads: Int, replacing: Bool = false
  ) async throws -> ComparisonForecast {
    let places = try await concurrentMap(runs.count, width: threads) { index in
      try Place(runs[index], in: folder)
    }
    let isKept = try await concurrentMap(runs.count, width: threads) { index in
      try keptRun(places[index], replacing: replacing) != nil
    }
    let games = games
    let isGameKept = try games.map { try keptGame($0, in: folder, replacing: replacing) != nil }
    let firsts = runs.filter {
      $0.configuration.seed == settings.seeds[0] && $0.configuration.repetition == 0
    }
    let stride = (firsts.count + Self.mostTimed - 1) / Self.mostTimed
    let data = SharedData()
    var timed: [Forecast] = []
    for index in Swift.stride(from: 0, to: firsts.count, by: stride) {
      timed.append(
        try await Experiment(firsts[index].configuration, catalogs: catalogs, sharing: data)
          .forecast(threads: 1))
    }
    let kinds = Dictionary(
      uniqueKeysWithValues: firsts.enumerated().map { ($1.kind, timed[$0 / stride]) })
    func forecast(_ run: PlannedRun) -> Forecast { kinds[run.kind] ?? timed[0] }
    let left = zip(runs, isKept).filter { !$1 }.map { forecast($0.0).seconds }
    let trainings = zip(games, isGameKept).filter { !$1 }.map { game, _ in
      // A coalition trains half of the clients on average.
      let clients = Double(forecast(game).clientsPerRound)
      return forecast(game).trainingSeconds / 2 * pow(2, clients)
    }
    return ComparisonForecast(
      runs: runs.count, runsKept: isKept.count { $0 }, games: games.count,
      gamesKept: isGameKept.count { $0 },
      leastSecondsPerRun: timed.map(\.seconds).min() ?? 0,
      mostSecondsPerRun: timed.map(\.seconds).max() ?? 0,
      seconds: left.reduce(0, +) / Double(max(min(threads, left.count), 1))
        + trainings.reduce(0, +) / Double(threads),
      workerBytes: timed.map(\.workerBytes).max() ?? 0)
  }
}

extension PlannedRun {
  /// What a run shares with the runs of other seeds and repetitions.
  fileprivate var kind: [String] { setting + [strategy] }
}
