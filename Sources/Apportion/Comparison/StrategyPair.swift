public import ApportionPrimitives

/// The distance between two strategies in runs that share everything else: data, partition and all
/// random draws of training.
public struct StrategyPair: Codable, Hashable, Sendable {
  /// The first strategy's label.
  public let first: String
  /// The second strategy's label.
  public let second: String
  /// The first strategy's shares against the second's; nil if the two have no shares in a common run.
  @NullWhenNil public private(set) var contrast: ShareContrast?

  init(_ first: String, _ second: String, _ table: ShareTable) {
    (self.first, self.second) = (first, second)
    contrast = ShareContrast(
      table.figures { seed, repetition in
        table[first, seed, repetition].flatMap { shares in
          table[second, seed, repetition].map { (first: shares, second: $0) }
        }
      }, level: table.settings.confidence,
      using: table.stream.child("pair").child(first).child(second))
  }
}
