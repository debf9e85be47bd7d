import ApportionPrimitives
import ApportionReconstruction
import ApportionSimulation
import ApportionValuation
import Foundation

/// Four clients with two features and two classes, of whom half take part in each round.
func tinyFederation() throws -> (federation: Federation, evaluation: EvaluationSet) {
  let stream = RandomStream(seed: 4)
  var source = Synthetic()
  (source.clients, source.features, source.classes, source.maximumExamples) = (4, 2, 2, 60)
  let (dataset, split) = try source.prepared(using: stream.child("dataset"))
  let clients = try NaturalSites().partition(dataset, rows: split.train, using: stream)
    .enumerated().map { id, shard in
      Client(id: id, name: shard.name, dataset: dataset, rows: shard.rows)
    }
  var participation = Participation()
  participation.fraction = 0.5
  let network = Network(widths: [2, 2])
  return (
    Federation(
      network: network, clients: clients, plan: TrainingPlan(), participation: participation,
      strategy: FedAvg(), initial: Initialization.zero.parameters(of: network, using: stream),
      using: stream),
    EvaluationSet(dataset, rows: split.validation)
  )
}

/// The first rounds of the tiny federation, and what each client contributed to them.
func tinyRounds(_ count: Int) async throws -> [(round: Round, account: RoundAccount)] {
  var (federation, evaluation) = try tinyFederation()
  var rounds: [(round: Round, account: RoundAccount)] = []
  for number in 1...count {
    let round = try await federation.nextRound(threads: 1)
    let account = try await RoundAccount(
      for: round, by: [Shapley(), LeaveOneOut()], on: evaluation,
      using: RandomStream(seed: UInt64(number)), threads: 1)
    rounds.append((round, account))
  }
  return rounds
}

/// A folder of one test's own, removed with all it holds at the end of the test.
final class ScratchFolder {
  let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)

  init() throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appending(path: name).path }

  /// Every file and folder below, hidden ones too, by their paths from here.
  func contents() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: url.path).sorted()
  }

  func text(_ name: String) throws -> String {
    try String(contentsOfFile: path(name), encoding: .utf8)
  }

  func write(_ text: String, to name: String) throws {
    try FileManager.default.createDirectory(
      at: url.appending(path: name).deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(toFile: path(name), atomically: false, encoding: .utf8)
  }
}
