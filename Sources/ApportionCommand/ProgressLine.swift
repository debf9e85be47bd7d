import Apportion
import Foundation
import Synchronization

/// How far a work of many equal parts is, on standard error: one line that changes on a terminal, and
/// elsewhere a line for every tenth.
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

  /// - Parameters:
  ///   - name: what begins every line.
  ///   - isOff: whether nothing is shown at all.
  ///   - patience: how long a work may take before it is told of in lines that stay.
  init(name: String, isOff: Bool, patience: Duration) {
    (self.name, self.isOff, self.patience) = (name, isOff, patience)
  }

  /// Whether every call is seen by somebody.
  var isOn: Bool { !isOff && Terminal.showsProgress }

  /// Shows what comes before the first part, on a terminal only.
  func show(_ text: String) {
    if isOn { rewrite("\(name): \(text)") }
  }

  /// Shows how far the work is; the time that is left is evaluated by what this process has done.
  ///
  /// - Parameters:
  ///   - done: how many parts there are, those from before among them.
  ///   - kept: how many of them were there at the start.
  ///   - total: how many there will be.
  ///   - noun: what one of them is called; with another noun the clock starts anew.
  ///   - detail: what else there is to tell, or nothing.
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

  /// Leaves the line empty for what comes next.
  func clear() {
    if isOn { rewrite("") }
  }

  /// A line that is longer than the terminal could not be written over.
  private func rewrite(_ text: String) {
    write(
      "\r\u{1B}[K"
        + text.printableLines.beginning(ofWidth: Terminal.errorWidth.map { $0 - 1 } ?? 79))
  }

  private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}

/// A time as one would say it: `4 s`, `12 min`, `2.5 h`.
func shownDuration(_ seconds: Double) -> String {
  switch seconds {
  case ..<100: String(format: "%.0f s", seconds.rounded(.up))
  case ..<6000: String(format: "%.0f min", (seconds / 60).rounded(.up))
  default: String(format: "%.1f h", seconds / 3600)
  }
}
