import Apportion
import Foundation

/// One line on standard error that says how far a run is, shown on a terminal only.
struct ProgressLine {
  private let rounds: Int
  private let name: String
  private let isOn: Bool
  private let start = ContinuousClock.now

  init(rounds: Int, name: String, isOff: Bool) {
    self.rounds = rounds
    self.name = name
    isOn = !isOff && isatty(STDERR_FILENO) == 1
  }

  func show(_ result: RoundResult) {
    guard isOn else { return }
    let elapsed = (ContinuousClock.now - start) / .seconds(1)
    let left = elapsed / Double(result.round) * Double(rounds - result.round)
    let accuracy = String(format: "%.1f %%", 100 * result.validationAccuracy)
    write(
      """
      \(name): round \(result.round) of \(rounds), validation accuracy \(accuracy), \
      \(String(format: "%.0f s", left.rounded(.up))) left
      """)
  }

  /// Leaves the line empty for what comes next.
  func clear() { if isOn { write("") } }

  private func write(_ text: String) {
    FileHandle.standardError.write(Data("\r\u{1B}[K\(text)".utf8))
  }
}
