import ApportionPrimitives
import ApportionSimulation
import Testing

@Suite("Federations whose clients minimise more than their loss")
struct LocalObjectiveTests {
  /// Three clients, each with two of three classes in other proportions, who train long on their own.
  static func loss(_ strategy: any Strategy, seed: UInt64) async throws -> Double {
    let network = Network(widths: [4, 3])
    let dataset = scattered(180, features: 4, classes: 3, seed: seed)
    let clients = (0..<3).map { client in
      let rows = (0..<180).filter { $0 % 3 == client || $0 % 3 == (client + 1) % 3 && $0 % 4 == 0 }
      return Client(id: client, name: "\(client)", dataset: dataset, rows: Array(rows.prefix(70)))
    }
    var federation = Federation(
      network: network, clients: clients,
      plan: TrainingPlan(localSteps: 40, batchSize: 70, learningRate: 0.2),
      participation: Participation(), strategy: strategy, initial: drawn(for: network, seed: seed),
      using: RandomStream(seed: seed))
    for _ in 0..<40 { _ = try await federation.nextRound(threads: 1) }
    let losses = clients.map {
      EvaluationSet($0.dataset, rows: $0.rows)(network, federation.global).loss
    }
    return losses.reduce(0, +) / 3
  }

  @Test(
    "SCAFFOLD and FedDyn come lower than FedAvg, whose clients drift apart",
    arguments: [60, 61, 62])
  func drift(seed: UInt64) async throws {
    let drifting = try await Self.loss(FedAvg(), seed: seed)
    let corrected = try await Self.loss(Scaffold(), seed: seed)
    let bent = try await Self.loss(FedDyn(), seed: seed)
    #expect(corrected < drifting - 1e-3)
    // Both have found the minimum.
    #expect(abs(bent - corrected) < 1e-4)
  }
}
