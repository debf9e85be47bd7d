public import ApportionPrimitives

/// How far two strategies are apart in runs that share everything else: data, partition and all
/// draws of training.
public struct StrategyPair: Codable, Hashable, Sendable {
  public let first: String
  public let second: String
  /// The first strategy's shares against the second's; nil where no run of both has shares.
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
