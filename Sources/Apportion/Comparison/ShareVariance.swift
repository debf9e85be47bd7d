public import ApportionValuation

/// The parts of the variance of shares that strategy, seed and repetition cause, as the mean over
/// clients.
///
/// Only fixed strategies are decomposed. Strategies and seeds with withheld runs are left out, because
/// the design has to be balanced. Repetition is nested within seed, because the random draws of
/// repetition 1 on one seed are independent of those on another.
///
/// - strategy: the effect of a strategy on a client that is the same on every seed. If each seed
///   partitions the data again, a client is only a number, and this is about 0 however much strategies
///   differ;
/// - seed: the effect of a client's data that is the same for all strategies;
/// - strategy × seed: the effect of a strategy on the data of one seed. Together with the first, this
///   is the effect of a change of strategy beyond that of a re-run;
/// - seed × repetition: the effect of a re-run that is the same for all strategies;
/// - the residual: the effect of a re-run on each strategy by itself.
public struct ShareVariance: Codable, Hashable, Sendable {
  /// The decomposition of the variance.
  public let decomposition: VarianceDecomposition
  /// The strategies that are counted.
  public let strategies: [String]
  /// The seeds that are counted.
  public let seeds: [UInt64]
  /// The number of repetitions.
  public let repetitions: Int
  /// Fixed strategies that are left out because shares are withheld.
  public let strategiesLeftOut: [String]
  /// Seeds that are left out because shares are withheld.
  public let seedsLeftOut: [UInt64]

  /// Nil if nothing varies, or if every level that varies has withheld shares.
  init?(_ table: ShareTable) {
    let settings = table.settings
    var strategies = settings.fixedStrategies
    var seeds = Array(settings.seeds.indices)
    let repetitions = 0..<settings.repeats
    let gaps = { (strategy: String, seed: Int) in
      repetitions.count { table[strategy, seed, $0] == nil }
    }
    // The level with the largest fraction of missing runs is removed first, strategies before seeds.
    while true {
      let byStrategy = strategies.map { strategy in
        seeds.reduce(0) { $0 + gaps(strategy, $1) }
      }
      let bySeed = seeds.map { seed in strategies.reduce(0) { $0 + gaps($1, seed) } }
      guard let (worst, missing) = largest(byStrategy),
        let (worstSeed, missingOfSeed) = largest(bySeed)
      else { return nil }
      guard missing > 0 else { break }
      if missing * strategies.count >= missingOfSeed * seeds.count {
        strategies.remove(at: worst)
      } else {
        seeds.remove(at: worstSeed)
      }
    }
    var factors: [CrossedDesign.Factor] = []
    if strategies.count > 1 { factors.append(.init("strategy", levels: strategies.count)) }
    if seeds.count > 1 { factors.append(.init("seed", levels: seeds.count)) }
    if repetitions.count > 1 {
      factors.append(
        .init(
          "repetition", levels: repetitions.count, within: seeds.count > 1 ? "seed" : nil))
    }
    guard !factors.isEmpty else { return nil }
    let cells = strategies.flatMap { strategy in
      seeds.flatMap { seed in repetitions.compactMap { table[strategy, seed, $0] } }
    }
    decomposition = CrossedDesign(factors, level: settings.confidence).decomposition(
      pooling: (0..<table.clientCount).map { client in cells.map { $0[client] } })
    self.strategies = strategies
    self.seeds = seeds.map { settings.seeds[$0] }
    self.repetitions = repetitions.count
    strategiesLeftOut = settings.fixedStrategies.filter { !strategies.contains($0) }
    seedsLeftOut = settings.seeds.indices.filter { !seeds.contains($0) }.map { settings.seeds[$0] }
  }
}

/// The first of the largest counts, and its index.
private func largest(_ counts: [Int]) -> (place: Int, count: Int)? {
  counts.enumerated().max { ($0.element, $1.offset) < ($1.element, $0.offset) }
    .map { (place: $0.offset, count: $0.element) }
}
