import Dispatch
import Foundation
import Synchronization

/// What is to be done when somebody interrupts the program, known before or after they do.
final class Interruption: Sendable {
  private enum State {
    case waiting
    case armed(@Sendable () -> Void)
    case interrupted
  }

  private let state = Mutex(State.waiting)

  /// Listens for Ctrl-C, SIGTERM and a terminal that is closed; the second signal ends the program at once.
  ///
  /// Signals are taken on a queue of their own, which has a thread even when every core is at work: neither the
  /// global queue nor a task would get one before some work ends.
  ///
  /// - Returns: the sources, which listen until they are cancelled.
  func listen() -> [any DispatchSourceSignal] {
    let queue = DispatchQueue(label: "signals", qos: .userInteractive)
    return [SIGINT, SIGTERM, SIGHUP].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { [self] in
        signal(number, SIG_DFL)
        interrupt()
      }
      source.resume()
      return source
    }
  }

  /// Says what is to be done; at once where the program was interrupted already.
  func cancels(_ cancel: @escaping @Sendable () -> Void) {
    let isDue = state.withLock { state in
      if case .interrupted = state { return true }
      state = .armed(cancel)
      return false
    }
    if isDue { cancel() }
  }

  private func interrupt() {
    let cancel: (@Sendable () -> Void)? = state.withLock { state in
      defer { state = .interrupted }
      if case .armed(let cancel) = state { return cancel }
      return nil
    }
    cancel?()
  }
}
