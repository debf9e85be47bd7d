import Synchronization

extension ComparisonMatrix {
  /// How far a comparison is.
  public struct Progress: Hashable, Sendable {
    /// Of what a comparison takes several.
    public enum Part: Sendable {
      case runs
      /// Those in which every coalition is trained anew.
      case games
    }

    public let part: Part
    /// How many are there, those that were kept from before among them.
    public let done: Int
    public let kept: Int
    public let total: Int

    init(of part: Part, done: Int, kept: Int, total: Int) {
      (self.part, self.done, self.kept, self.total) = (part, done, kept, total)
    }
  }

  /// Counts what is done, and tells of it, one call at a time.
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
