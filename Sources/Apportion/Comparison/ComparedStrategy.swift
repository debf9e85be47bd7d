public import ApportionPrimitives
import ApportionSimulation
public import ApportionValuation

/// What the runs of one strategy say, within one setting.
public struct ComparedStrategy: Codable, Hashable, Sendable {
  public let strategy: String
  /// How many runs have shares.
  public let runs: Int
  /// How many have none.
  public let withheld: Int
  /// Of how many the training diverged.
  public let diverged: Int
  /// Nil where nothing is held out for testing.
  @NullWhenNil public private(set) var testAccuracy: SampleSummary?
  /// In the order of the runs' clients; empty where all shares are withheld.
  public let clients: [ClientShare]
  /// The shares against the reference; nil where all of either are withheld.
  @NullWhenNil public private(set) var reference: ShareContrast?
  /// The noise floor: runs against re-runs of the same seed; nil where there are none.
  @NullWhenNil public private(set) var noiseFloor: ShareContrast?

  init(_ strategy: String, _ table: ShareTable, _ reference: ReferenceTable) {
    self.strategy = strategy
    let (level, stream) = (
      table.settings.confidence, table.stream.child("strategy").child(strategy)
    )
    withheld = table.withheld.count { $0.strategy == strategy }
    diverged = table.diverged.count { $0.strategy == strategy }
    let shares = table.figures(of: strategy) { $1 }
    runs = shares.reduce(0) { $0 + $1.count }
    testAccuracy = SampleSummary(
      ofMeansOf: table.accuracies(of: strategy), level: level, using: stream.child("accuracy"))
    clients = table.clients[0].indices.compactMap {
      ClientShare($0, strategy, table, using: stream.child("client", $0))
    }
    self.reference = ShareContrast(
      table.figures(of: strategy) { seed, shares in
        reference.shares[seed].map { (first: shares, second: $0) }
      }, areAmounts: reference.areAmounts, level: level, using: stream.child("reference"))
    noiseFloor = ShareContrast(
      table.reruns(of: strategy), level: level, using: stream.child("noise floor"))
  }
}

/// One client's share under one strategy.
public struct ClientShare: Codable, Hashable, Sendable {
  public let id: Int
  public let name: String
  /// Over seeds, each counting with the mean of its repetitions; with one seed, over repetitions.
  ///
  /// Where the data are dealt anew for every seed, this is about a place in the federation and not
  /// about one client's data.
  public let share: SampleSummary
  /// The smallest share of a single run.
  public let lowest: Double
  /// The largest share of a single run.
  public let highest: Double
  /// The standard deviation between runs that differ by the repetition alone, pooled over seeds;
  /// nil where no seed has two.
  @NullWhenNil public private(set) var rerunDeviation: Double?

  init?(_ client: Int, _ strategy: String, _ table: ShareTable, using stream: RandomStream) {
    let shares = table.figures(of: strategy) { $1[client] }
    let all = shares.flatMap(\.self)
    guard let first = all.first,
      let summary = SampleSummary(
        ofMeansOf: shares, level: table.settings.confidence, using: stream)
    else { return nil }
    (id, name) = (table.clients[0][client].id, table.clients[0][client].name)
    share = summary
    (lowest, highest) = (all.reduce(first, min), all.reduce(first, max))
    rerunDeviation = pooledDeviation(
      table.settings.seeds.indices.map { table.shares(of: strategy, seed: $0).map { $0[client] } })
  }
}

extension ShareTable {
  /// The shares of the repetitions of one seed, those withheld left out.
  func shares(of strategy: String, seed: Int, limit: Int = .max) -> [[Double]] {
    (0..<min(settings.repetitions(of: strategy), limit)).compactMap { self[strategy, seed, $0] }
  }

  /// Every two of the first repetitions of each seed.
  func reruns(of strategy: String, limit: Int = .max) -> [[ShareContrast.Pair]] {
    settings.seeds.indices.map { seed in
      let runs = shares(of: strategy, seed: seed, limit: limit)
      return runs.indices.flatMap { later in
        (0..<later).map { (first: runs[$0], second: runs[later]) }
      }
    }
  }
}

/// The root of the squared deviations from each group's mean over the sum of the groups' counts − 1,
/// or nil where no group has two values.
func pooledDeviation(_ groups: [[Double]]) -> Double? {
  var (squares, freedom) = (0.0, 0)
  for group in groups where group.count > 1 {
    var excess = 0.0
    for value in group { excess += value - group[0] }
    let mean = group[0] + excess / Double(group.count)
    for value in group { squares += (value - mean) * (value - mean) }
    freedom += group.count - 1
  }
  return freedom > 0 ? (squares / Double(freedom)).squareRoot() : nil
}
