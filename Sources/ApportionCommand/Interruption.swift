import Dispatch
import Foundation
import Synchronization

/// The handler for an interruption of the program, which may come before or after the handler is set.
final class Interruption: Sendable {
  private enum State {
    case waiting
    case armed(@Sendable () -> Void)
    case interrupted
  }

  private let state = Mutex(State.waiting)

  /// Listens for Ctrl-C, SIGTERM and the closing of the terminal; a second signal ends the program at once.
  ///
  /// Signals are handled on a separate queue, which has a thread even when every core is busy; on the global
  /// queue or in a task, they would wait until some work ends.
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

  /// Sets the handler; calls it at once if the program was interrupted already.
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
