import ApportionPrimitives
import ApportionSimulation

/// A federation that trains in a moment: clients of unequal sizes with a small perceptron.
struct SmallFederation {
  static let dataset = scattered(60, features: 4, classes: 3, seed: 40)
  static let network = Network(widths: [4, 6, 3], activation: .tanh)

  var sizes = [4, 7, 11, 16, 22]
  var corruptions: [Int: Corruption] = [:]
  var plan = TrainingPlan()
  var participation = Participation()
  var strategy: any Strategy = FedAvg()
  var seed: UInt64 = 41

  init() { plan.batchSize = 4 }

  var initial: Parameters { drawn(for: Self.network, seed: seed) }

  var federation: Federation {
    let stream = RandomStream(seed: seed)
    var start = 0
    let clients = sizes.enumerated().map { id, size in
      let rows = Array(start..<start + size)
      start += size
      let corruption = corruptions[id] ?? Corruption()
      let own = corruption.apply(
        to: Self.dataset, rows: rows, using: stream.child("corruption", id))
      return Client(
        id: id, name: "site \(id)", dataset: own.dataset, rows: own.rows, corruption: corruption)
    }
    return Federation(
      network: Self.network, clients: clients, plan: plan, participation: participation,
      strategy: strategy, initial: initial, using: stream)
  }

  /// The first rounds.
  func rounds(_ count: Int, threads: Int = 1) async throws -> [Round] {
    var federation = federation
    var rounds: [Round] = []
    for _ in 0..<count { rounds.append(try await federation.nextRound(threads: threads)) }
    return rounds
  }
}
