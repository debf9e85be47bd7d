/// A stretch of rounds that one process worked out: where, and on how many threads.
///
/// No hash covers it, because no result may depend on it.
public struct Segment: Hashable, Sendable {
  /// The round that it began with; it went on to the next segment's, or to the end.
  public var firstRound: Int
  /// In words: processor, instruction set, cores, system.
  public var machine: String
  public var threads: Int
  /// The folder that relative paths of the config were taken from; empty where it has none.
  public var folder: String

  public init(firstRound: Int, machine: String, threads: Int, folder: String = "") {
    (self.firstRound, self.machine, self.threads) = (firstRound, machine, threads)
    self.folder = folder
  }
}
