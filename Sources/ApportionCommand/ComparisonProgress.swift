import Apportion
import Foundation
import Synchronization

/// How far a comparison is, on standard error: one line that changes on a terminal, and elsewhere a
/// line for every tenth of the runs.
final class ComparisonProgress: Sendable {
  private let name: String
  private let isOff: Bool
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let last = Mutex<Last?>(nil)

  private struct Last {
    let part: ComparisonMatrix.Progress.Part
    let start = ContinuousClock.now
    var tenth = -1
  }

  init(name: String, isOff: Bool) { (self.name, self.isOff) = (name, isOff) }

  func show(_ progress: ComparisonMatrix.Progress) {
    guard !isOff else { return }
    let tenth = 10 * progress.done / max(progress.total, 1)
    let (isNew, start) = last.withLock { last in
      var now = last ?? Last(part: progress.part)
      if now.part != progress.part { now = Last(part: progress.part) }
      let isNew = tenth > now.tenth
      now.tenth = max(now.tenth, tenth)
      last = now
      return (isNew, now.start)
    }
    let text = text(progress, since: start)
    if isTerminal { write("\r\u{1B}[K\(text)") } else if isNew { write(text + "\n") }
  }

  /// Leaves the line empty for what comes next.
  func clear() {
    if !isOff, isTerminal { write("\r\u{1B}[K") }
  }

  private func text(
    _ progress: ComparisonMatrix.Progress, since start: ContinuousClock.Instant
  ) -> String {
    let made = Double(progress.done - progress.kept)
    let noun = progress.part == .runs ? "run" : "retraining game"
    var text = "\(name): \(progress.done) of \(counted(progress.total, noun))"
    if progress.kept > 0 { text += ", \(progress.kept) of them from before" }
    guard made > 0, progress.done < progress.total else { return text }
    let elapsed = (ContinuousClock.now - start) / .seconds(1)
    let left = elapsed / made * Double(progress.total - progress.done)
    return text + String(format: ", %.2g/s, ", made / elapsed) + "\(shown(left)) left"
  }

  private func shown(_ seconds: Double) -> String {
    switch seconds {
    case ..<100: String(format: "%.0f s", seconds.rounded(.up))
    case ..<6000: String(format: "%.0f min", (seconds / 60).rounded(.up))
    default: String(format: "%.1f h", seconds / 3600)
    }
  }

  private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
