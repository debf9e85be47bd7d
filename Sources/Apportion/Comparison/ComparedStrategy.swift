public import ApportionPrimitives
import ApportionSimulation
public import ApportionValuation

/// The results of one strategy within one setting.
public struct ComparedStrategy: Codable, Hashable, Sendable {
  /// The label of the strategy in tables.
  public let strategy: String
  /// The number of runs that have shares.
  public let runs: Int
  /// The number of runs that have no shares.
  public let withheld: Int
  /// The number of runs whose training diverged.
  public let diverged: Int
  /// The test accuracy, or nil if there are no test examples.
  @NullWhenNil public private(set) var testAccuracy: SampleSummary?
  /// The clients' shares, in the order of the runs' clients; empty if all shares are withheld.
  public let clients: [ClientShare]
  /// The shares against the reference, or nil if all shares of either are withheld.
  @NullWhenNil public private(set) var reference: ShareContrast?
  /// The noise floor: runs against re-runs of the same seed; nil without re-runs.
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
  /// The client's id.
  public let id: Int
  /// The client's name.
  public let name: String
  /// The share over seeds, each counted by the mean of its repetitions; with one seed, over
  /// repetitions.
  ///
  /// If every seed partitions the data again, this describes a client's position in the federation,
  /// not one client's data.
  public let share: SampleSummary
  /// The smallest share of a single run.
  public let lowest: Double
  /// The largest share of a single run.
  public let highest: Double
  /// The standard deviation between runs that differ only in the repetition, pooled over seeds; nil
  /// if no seed has two of them.
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
  /// The shares of the repetitions of one seed, without those that are withheld.
  func shares(of strategy: String, seed: Int, limit: Int = .max) -> [[Double]] {
    (0..<min(settings.repetitions(of: strategy), limit)).compactMap { self[strategy, seed, $0] }
  }

  /// All pairs of the first `limit` repetitions of each seed.
  func reruns(of strategy: String, limit: Int = .max) -> [[ShareContrast.Pair]] {
    settings.seeds.indices.map { seed in
      let runs = shares(of: strategy, seed: seed, limit: limit)
      return runs.indices.flatMap { later in
        (0..<later).map { (first: runs[$0], second: runs[later]) }
      }
    }
  }
}

/// The pooled standard deviation of groups, or nil if no group has two values.
///
/// It is the square root of the sum of squared deviations from each group's mean, divided by the sum
/// of the groups' counts − 1.
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
