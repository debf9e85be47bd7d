public import ApportionValuation

/// How much of the movement of shares strategy, seed and repetition cause, as the mean over clients.
///
/// Only fixed strategies are decomposed, and of them and of the seeds only those without withheld
/// runs, since the design has to be balanced. Repetition lies within seed, for the draws of
/// repetition 1 on one seed have nothing to do with those on another.
///
/// - strategy: what a strategy does to a client on every seed alike. Where data are dealt anew for
///   each seed, a client is but a number, and this is about 0 however much strategies differ;
/// - seed: what a client's data are worth by all strategies;
/// - strategy × seed: what a strategy makes of the data of a seed. With the first this is what a
///   change of strategy moves beyond a re-run;
/// - seed × repetition: what a re-run moves for all strategies alike;
/// - the residual: what it moves for each on its own.
public struct ShareVariance: Codable, Hashable, Sendable {
  public let decomposition: VarianceDecomposition
  public let strategies: [String]
  public let seeds: [UInt64]
  public let repetitions: Int
  /// Fixed strategies that are not counted, because shares are withheld.
  public let strategiesLeftOut: [String]
  /// Seeds that are not counted, for the same reason.
  public let seedsLeftOut: [UInt64]

  /// Nil where nothing is varied, or nothing that is has shares.
  init?(_ table: ShareTable) {
    let settings = table.settings
    var strategies = settings.fixedStrategies
    var seeds = Array(settings.seeds.indices)
    let repetitions = 0..<settings.repeats
    let gaps = { (strategy: String, seed: Int) in
      repetitions.count { table[strategy, seed, $0] == nil }
    }
    // What has the largest part of its runs missing goes first, strategies before seeds.
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

/// The first of the largest, and its place.
private func largest(_ counts: [Int]) -> (place: Int, count: Int)? {
  counts.enumerated().max { ($0.element, $1.offset) < ($1.element, $0.offset) }
    .map { (place: $0.offset, count: $0.element) }
}
