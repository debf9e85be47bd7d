/// A part of a run that was computed by one process, with its machine and its number of threads.
///
/// No hash covers it, because no result may depend on it.
public struct Segment: Hashable, Sendable {
  /// The first round of the segment; it ends before the next segment's first round or with the run.
  public var firstRound: Int
  /// A description of the processor, instruction set, cores and system.
  public var machine: String
  /// The number of threads.
  public var threads: Int
  /// The folder that relative paths of the config refer to; empty if there is none.
  public var folder: String

  /// Creates a segment from its parts.
  public init(firstRound: Int, machine: String, threads: Int, folder: String = "") {
    (self.firstRound, self.machine, self.threads) = (firstRound, machine, threads)
    self.folder = folder
  }
}
