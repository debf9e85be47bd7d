import Apportion

/// The time of every engine on a synthetic round: all coalitions of its clients on 2,000 examples.
struct EngineCases {
  var runs = 3
  var threads = 1

  struct Line: Encodable {
    var engine: String
    var network: String
    var clients: Int
    var value_cpu_s: Double
    var value_cpu_s_min: Double
    /// CPU microseconds for each coalition and 10,000 examples.
    var us_per_coalition: Double
  }

  private let cases: [(engine: Engine, hidden: [Int], clients: Int)] = [
    (.mixed, [], 10), (.mixed, [128], 10), (.mixedReLU, [128], 10), (.mixedAuto, [128], 10),
    (.mixedAuto, [128], 12), (.mixedDeep, [200, 200], 8), (.perCoalition, [128], 6),
  ]

  func callAsFunction() async throws -> [Line] {
    var lines: [Line] = []
    for (engine, hidden, count) in cases {
      let made = try Self.round(hidden: hidden, clients: count)
      let evaluation = EvaluationSet(made.dataset, rows: Array(0..<made.dataset.count))
      let measured = try await Measurement(runs: runs) {
        let outcomes = try RoundOutcomes(
          of: made.round, on: evaluation, engine: engine, threads: threads)
        try await outcomes.tabulate()
      }
      try await check(engine, made.round, made.dataset)
      let perCoalition = measured.bestCPU / Double(1 << count)
      lines.append(
        Line(
          engine: engine.rawValue,
          network: made.round.network.widths.map(String.init).joined(separator: "-"),
          clients: count, value_cpu_s: measured.medianCPU, value_cpu_s_min: measured.bestCPU,
          us_per_coalition: 1e6 * perCoalition * 10_000 / Double(made.dataset.count)))
    }
    return lines
  }

  /// Compares some coalitions with the naive engine, on the first examples.
  private func check(_ engine: Engine, _ round: Round, _ dataset: Dataset) async throws {
    let evaluation = EvaluationSet(dataset, rows: Array(0..<50))
    let sets = [1, 2, 3, 17, 42, 63].map(Coalition.init(index:))
    let fast = try RoundOutcomes(of: round, on: evaluation, engine: engine, threads: threads)
    try await fast.tabulate()
    let naive = try RoundOutcomes(of: round, on: evaluation, engine: .reference, threads: threads)
    for (found, truth) in zip(try await fast(sets), try await naive(sets)) {
      guard found.correct == truth.correct, abs(found.loss - truth.loss) < 1e-6 * (1 + truth.loss)
      else { throw BenchError("\(engine.rawValue) finds \(found), the naive engine \(truth)") }
    }
  }

  /// Clients a small step away from one model, and examples of which a fifth of the features is not zero.
  private static func round(
    hidden: [Int], clients: Int
  ) throws -> (round: Round, dataset: Dataset) {
    var draws = RandomStream(seed: 1)
    let network = Network(widths: [784] + hidden + [10])
    let before = Initialization.kaiming.parameters(of: network, using: draws.child("model"))
    let updates = (0..<clients).map { client in
      var step = draws.child("client", client)
      let moved = before.values.map { $0 + Float(0.01 * step.normal()) }
      return ClientUpdate(
        client: client, parameters: Parameters(moved), exampleCount: 100 + 10 * client)
    }
    let features = (0..<2_000 * 784).map { _ in
      draws.uniform() < 0.2 ? Float(draws.uniform()) : 0
    }
    let dataset = Dataset(
      features: features, featureCount: 784, labels: (0..<2_000).map { Int32($0 % 10) },
      classNames: (0..<10).map(String.init))
    let server = Server(FedAvg(), for: before, clients: 8, using: draws)
    var after = server
    let round = Round(
      number: 1, network: network, globalBefore: before, serverBefore: server, updates: updates,
      globalAfter: try after.aggregate(updates, into: before))
    return (round, dataset)
  }
}
