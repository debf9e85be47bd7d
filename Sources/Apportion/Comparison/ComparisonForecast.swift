import ApportionPrimitives
import ApportionSimulation
import Foundation

/// What a comparison will take on this machine, before it is run.
public struct ComparisonForecast: Codable, Hashable, Sendable {
  /// How many runs it has.
  public let runs: Int
  /// How many of them are there already.
  public let runsKept: Int
  /// How many retraining games it has, in each of which every coalition trains a model of its own.
  public let games: Int
  /// How many of them are there already.
  public let gamesKept: Int
  /// Seconds for the quickest run, on one thread.
  public let leastSecondsPerRun: Double
  /// Seconds for the slowest run, on one thread.
  public let mostSecondsPerRun: Double
  /// Seconds for all that is not there yet, on the threads given.
  public let seconds: Double
  /// Bytes that a run holds while it accounts, beside data and models; as many are made at once as there
  /// are threads.
  public let workerBytes: Double
}

extension ComparisonMatrix {
  /// The most kinds of runs that are timed; where there are more, each timed one stands for its
  /// neighbours, too.
  private static let mostTimed = 24

  /// Predicts the work that is left: each strategy's run of each setting as `Experiment` forecasts it.
  ///
  /// - Parameters:
  ///   - folder: of the comparison, taken from the working directory; it need not be there.
  ///   - threads: how many runs are made at once.
  ///   - replacing: whether runs that another config has left may be replaced.
  /// - Returns: the forecast; its seconds are good to a factor of about two on a quiet machine.
  /// - Throws: ``MismatchedRun``, or what `Experiment` throws of a run that cannot be forecast.
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
  /// What a run has in common with those of other seeds and repetitions.
  fileprivate var kind: [String] { setting + [strategy] }
}
