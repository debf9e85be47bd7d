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

    /// The same when so many are done.
    func at(_ done: Int) -> Progress { Progress(of: part, done: done, kept: kept, total: total) }
  }
}
