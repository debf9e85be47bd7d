import Apportion
import Foundation
import Synchronization

/// The progress of work in many equal parts, on standard error.
///
/// On a terminal, one line is updated; otherwise, a line is written for every tenth of the work.
final class ProgressLine: Sendable {
  private let name: String
  private let isOff: Bool
  private let patience: Duration
  private let state = Mutex(State())

  private struct State {
    var start = ContinuousClock.now
    var noun: String?
    var tenth = -1
  }

  /// Creates a progress line.
  ///
  /// - Parameters:
  ///   - name: the beginning of every line.
  ///   - isOff: whether nothing is shown.
  ///   - patience: how long the work may take before lines that stay are written.
  init(name: String, isOff: Bool, patience: Duration) {
    (self.name, self.isOff, self.patience) = (name, isOff, patience)
  }

  /// Whether every call is shown.
  var isOn: Bool { !isOff && Terminal.showsProgress }

  /// Shows text before the first part, on a terminal only.
  func show(_ text: String) {
    if isOn { rewrite("\(name): \(text)") }
  }

  /// Shows the progress; the remaining time is estimated from the rate of this process.
  ///
  /// - Parameters:
  ///   - done: the number of finished parts, including those from before.
  ///   - kept: the number of parts that existed at the start.
  ///   - total: the number of parts at the end.
  ///   - noun: the name of one part; with another noun the clock starts again.
  ///   - detail: additional text, or empty.
  func show(_ done: Int, kept: Int, of total: Int, _ noun: String, detail: String = "") {
    guard !isOff else { return }
    let tenth = 10 * done / max(total, 1)
    let (isNew, elapsed) = state.withLock { state in
      if state.noun != nil, state.noun != noun { state = State() }
      state.noun = noun
      let elapsed = ContinuousClock.now - state.start
      let isNew = tenth > state.tenth && elapsed >= patience
      if isNew { state.tenth = tenth }
      return (isNew, elapsed)
    }
    guard isOn || isNew else { return }
    var text = "\(name): \(done) of \(counted(total, noun))"
    if kept > 0 { text += ", \(kept) of them from before" }
    if !detail.isEmpty { text += ", \(detail)" }
    if done > kept, done < total {
      let rate = Double(done - kept) / (elapsed / .seconds(1))
      let left = shownDuration(Double(total - done) / rate)
      text += ", \(String(format: "%.3g", rate))/s, \(left) left"
    }
    if isOn { rewrite(text) } else { write(text.printableLines + "\n") }
  }

  /// Clears the line for other output.
  func clear() {
    if isOn { rewrite("") }
  }

  /// Rewrites the line, cut to the width of the terminal, because a longer line could not be overwritten.
  private func rewrite(_ text: String) {
    write(
      "\r\u{1B}[K"
        + text.printableLines.beginning(ofWidth: Terminal.errorWidth.map { $0 - 1 } ?? 79))
  }

  private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}

/// A duration with its unit: `4 s`, `12 min`, `2.5 h`.
func shownDuration(_ seconds: Double) -> String {
  switch seconds {
  case ..<100: String(format: "%.0f s", seconds.rounded(.up))
  case ..<6000: String(format: "%.0f min", (seconds / 60).rounded(.up))
  default: String(format: "%.1f h", seconds / 3600)
  }
}
