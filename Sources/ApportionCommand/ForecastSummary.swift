import Apportion
import Foundation

/// The forecast of a run as text.
struct ForecastSummary {
  let configuration: Configuration
  let stage: Experiment.Stage
  let forecast: Forecast
  let threads: Int

  init(
    _ configuration: Configuration, _ stage: Experiment.Stage, _ forecast: Forecast, threads: Int
  ) {
    self.configuration = configuration
    self.stage = stage
    self.forecast = forecast
    self.threads = threads
  }

  var text: String {
    let network = stage.federation.network
    let methods = configuration.valuation.map { type(of: $0).id }.joined(separator: ", ")
    return """
      \(configuration.name), nothing was run
      data      \(type(of: configuration.dataset).id): \(stage.split.train.count) training, \
      \(stage.split.validation.count) validation and \(stage.split.test.count) test examples
      classes   \(forecast.data)
      clients   \(stage.federation.clients.count), of which \(forecast.clientsPerRound) participate in a \
      round
      model     \(network.widths.map(String.init).joined(separator: "-")), \
      \(counted(network.parameterCount, "parameter"))
      training  \(counted(forecast.rounds, "round")) by \(type(of: configuration.strategy).id), about \
      \(shownDuration(forecast.trainingSeconds))
      account   \(Int(forecast.coalitionsPerRound)) coalitions a round for \(methods), engine \
      \(forecast.engine.rawValue), about \(shownDuration(forecast.accountingSeconds))
      together  about \(shownDuration(forecast.seconds)) on \(counted(threads, "thread"))
      memory    data \(shownBytes(forecast.dataBytes)), models \(shownBytes(forecast.modelBytes)), \
      outcomes \(shownBytes(forecast.tableBytes)), accounting \(shownBytes(forecast.workerBytes)) a thread
      \(forecast.data.notes.map { "note: \($0)\n" }.joined())
      """
  }

  /// The forecast in one line, shown while the run begins.
  static func line(_ forecast: Forecast) -> String {
    """
    \(counted(forecast.rounds, "round")) of \(Int(forecast.coalitionsPerRound)) coalitions, about \
    \(shownDuration(forecast.seconds))
    """
  }
}
