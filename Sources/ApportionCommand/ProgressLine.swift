import Apportion
import Foundation

/// One line on standard error that says how far a run is, shown on a terminal only.
struct ProgressLine {
  private let rounds: Int
  private let name: String
  let isOn: Bool
  private let start = ContinuousClock.now

  init(rounds: Int, name: String, isOff: Bool) {
    self.rounds = rounds
    self.name = name
    isOn = !isOff && isatty(STDERR_FILENO) == 1
  }

  func show(_ forecast: Forecast) {
    write(
      """
      \(name): \(forecast.rounds) rounds of \(shown(forecast.coalitionsPerRound)) coalitions, \
      about \(shown(forecast.seconds.rounded(.up))) s
      """)
  }

  private func shown(_ number: Double) -> String { String(format: "%.0f", number) }

  func show(_ result: RoundResult) {
    let elapsed = (ContinuousClock.now - start) / .seconds(1)
    let left = elapsed / Double(result.round) * Double(rounds - result.round)
    let accuracy = String(format: "%.1f %%", 100 * result.validationAccuracy)
    write(
      """
      \(name): round \(result.round) of \(rounds), validation accuracy \(accuracy), \
      \(shown(left.rounded(.up))) s left
      """)
  }

  /// Leaves the line empty for what comes next.
  func clear() { write("") }

  private func write(_ text: String) {
    guard isOn else { return }
    FileHandle.standardError.write(Data("\r\u{1B}[K\(text)".utf8))
  }
}
