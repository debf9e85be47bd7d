import Synchronization

extension ComparisonMatrix {
  /// The progress of a comparison.
  public struct Progress: Hashable, Sendable {
    /// The kind of work that is counted.
    public enum Part: Sendable {
      case runs
      /// Retraining games, in which every coalition is trained again.
      case games
    }

    /// What is counted.
    public let part: Part
    /// How many exist now, including those kept from before.
    public let done: Int
    /// How many were kept from before.
    public let kept: Int
    /// How many there will be at the end.
    public let total: Int

    init(of part: Part, done: Int, kept: Int, total: Int) {
      (self.part, self.done, self.kept, self.total) = (part, done, kept, total)
    }
  }

  /// Counts what is done and reports the progress, one call at a time.
  final class Tally: Sendable {
    private let progress: Progress
    private let done: Mutex<Int>
    private let tell: @Sendable (Progress) -> Void

    init(
      of part: Progress.Part, kept: Int, total: Int,
      _ tell: @escaping @Sendable (Progress) -> Void
    ) {
      progress = Progress(of: part, done: kept, kept: kept, total: total)
      done = Mutex(kept)
      self.tell = tell
      tell(progress)
    }

    func add() {
      done.withLock {
        $0 += 1
        tell(Progress(of: progress.part, done: $0, kept: progress.kept, total: progress.total))
      }
    }
  }
}
