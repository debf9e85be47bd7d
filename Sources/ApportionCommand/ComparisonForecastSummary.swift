import Apportion
import Foundation

/// The forecast of a comparison as text.
struct ComparisonForecastSummary {
  let matrix: ComparisonMatrix
  let forecast: ComparisonForecast
  let threads: Int

  init(_ matrix: ComparisonMatrix, _ forecast: ComparisonForecast, threads: Int) {
    (self.matrix, self.forecast, self.threads) = (matrix, forecast, threads)
  }

  var text: String {
    """
    \(matrix.name), nothing was run
    runs      \(matrix.settings.extent)\(kept(forecast.runsKept))
    each      \(each) on 1 thread
    \(games)together  about \(shownDuration(forecast.seconds)) on \(counted(threads, "thread")), \
    \(shownBytes(forecast.workerBytes)) for each beside data and models

    """
  }

  private var each: String {
    let range = [forecast.leastSecondsPerRun, forecast.mostSecondsPerRun].map(shownDuration)
    return "about \(range[0])" + (range[0] == range[1] ? "" : " to \(range[1])")
  }

  private var games: String {
    guard forecast.games > 0 else { return "" }
    let games = counted(forecast.games, "retraining game")
    return
      "reference \(games), in each of which every coalition trains\(kept(forecast.gamesKept))\n"
  }

  private func kept(_ count: Int) -> String { count > 0 ? "; \(count) exist already" : "" }

}
