import Apportion
import Foundation
import Synchronization

/// How far a comparison is, on standard error: one line that changes on a terminal, and elsewhere a
/// line for every tenth of the runs.
final class ComparisonProgress: Sendable {
  private let name: String
  private let isOff: Bool
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let start = ContinuousClock.now
  private let tenths = Mutex(-1)

  init(name: String, isOff: Bool) { (self.name, self.isOff) = (name, isOff) }

  func show(_ progress: ComparisonMatrix.Progress) {
    guard !isOff else { return }
    let text = text(progress)
    guard !isTerminal else { return write("\r\u{1B}[K\(text)") }
    let tenth = 10 * progress.done / max(progress.total, 1)
    let isNew = tenths.withLock { last in
      defer { last = max(last, tenth) }
      return tenth > last
    }
    if isNew { write(text + "\n") }
  }

  /// Leaves the line empty for what comes next.
  func clear() {
    if !isOff, isTerminal { write("\r\u{1B}[K") }
  }

  private func text(_ progress: ComparisonMatrix.Progress) -> String {
    let made = Double(progress.done - progress.kept)
    var text = "\(name): \(progress.done) of \(counted(progress.total, "run"))"
    if progress.kept > 0 { text += ", \(progress.kept) of them from before" }
    guard made > 0, progress.done < progress.total else { return text }
    let elapsed = (ContinuousClock.now - start) / .seconds(1)
    let left = elapsed / made * Double(progress.total - progress.done)
    return text + String(format: ", %.1f runs/s, ", made / elapsed) + "\(shown(left)) left"
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
