import ApportionPrimitives
import ApportionReconstruction
import ApportionSimulation
import ApportionValuation
import Foundation
import Synchronization
import Testing

/// FedAvg that counts how often it is asked, in one test alone.
private struct CountedMean: StatelessStrategy {
  static let id = "counted-mean"
  static let summary = "FedAvg that counts"
  static let calls = Mutex(0)

  func aggregate(_ updates: [ClientUpdate], into global: Parameters) throws -> Parameters {
    Self.calls.withLock { $0 += 1 }
    return try FedAvg().combination(of: updates, into: global, state: NoState()).model(of: updates)
  }
}

@Suite("RoundAccount")
struct RoundAccountTests {
  @Test(
    "the Shapley values of a round add up to what the round gained, under both utilities",
    arguments: RoundGameTests.strategies.indices, [61, 62])
  func efficiency(strategy: Int, seed: UInt64) async throws {
    var trained = TrainedRounds(RoundGameTests.strategies[strategy])
    trained.seed = seed
    for round in try await trained(4) {
      let account = try await TrainedRounds.account(round)
      #expect(account.before == TrainedRounds.evaluation(round.network, round.globalBefore))
      #expect(account.after == TrainedRounds.evaluation(round.network, round.globalAfter))
      #expect(account.before != account.after)
      for entry in account.entries where entry.method == "shapley" {
        let shared = entry.attribution.values.reduce(0, +)
        let gained = entry.utility(account.after) - entry.utility(account.before)
        // Rounding in Double alone, since the grand coalition is the trained model to the bit.
        #expect(abs(shared - gained) < 1e-12, "round \(round.number), \(entry.utility)")
      }
    }
  }

  @Test("the other methods are read from the same worths")
  func table() async throws {
    let round = try await TrainedRounds()(1)[0]
    let account = try await TrainedRounds.account(round)
    func worth(_ members: [Int], _ utility: Utility) throws -> Double {
      utility(TrainedRounds.evaluation(round.network, try round.replayed(with: members)))
    }
    for entry in account.entries where entry.method != "shapley" {
      let truth = try (0..<4).map { client in
        let others = (0..<4).filter { $0 != client }
        return entry.method == "individual"
          ? try worth([client], entry.utility) - worth([], entry.utility)
          : try worth([0, 1, 2, 3], entry.utility) - worth(others, entry.utility)
      }
      // Engines mix in single precision what a model is built from in double.
      for (value, expected) in zip(entry.attribution.values, truth) {
        #expect(abs(value - expected) < 1e-6, "\(entry.method), \(entry.utility)")
      }
    }
  }

  @Test("every method answers under both utilities, and each coalition is evaluated once")
  func evaluations() async throws {
    for round in try await TrainedRounds(FedRandom())(2) {
      let account = try await TrainedRounds.account(round)
      #expect(account.evaluations == 16)
      #expect(
        account.entries.map { "\($0.method) \($0.utility)" } == [
          "shapley accuracy", "shapley loss", "leave-one-out accuracy", "leave-one-out loss",
          "individual accuracy", "individual loss",
        ])
      #expect(account.clients == [0, 1, 2, 3])
      #expect(account.round == round.number)
      #expect(account.strategy == round.strategy)
    }
  }

  @Test("a coalition's model is made once, though every method asks under every utility")
  func madeOnce() async throws {
    var round = try await TrainedRounds()(1)[0]
    round.serverBefore = Server(
      CountedMean(), for: round.globalBefore, clients: 8, using: RandomStream(seed: 0))
    _ = try await TrainedRounds.account(round, threads: 2)
    // Nobody and everybody need no rule: the models before and after are there.
    #expect(CountedMean.calls.withLock { $0 } == 14)
  }

  @Test("evaluates the ends of the round even where nobody asks")
  func withoutMethods() async throws {
    let round = try await TrainedRounds()(1)[0]
    let account = try await RoundAccount(
      for: round, by: [], on: TrainedRounds.evaluation, using: RandomStream(seed: 0), threads: 1)
    #expect(account.entries.isEmpty)
    // So few clients are always tabulated.
    #expect(account.evaluations == 16)
    #expect(account.after == TrainedRounds.evaluation(round.network, round.globalAfter))
  }

  @Test("is written and read back equal")
  func storage() async throws {
    let account = try await TrainedRounds.account(TrainedRounds()(1)[0])
    let restored = try JSONDecoder().decode(
      RoundAccount.self, from: JSONEncoder().encode(account))
    #expect(restored == account)
  }

  @Test("a loss that is not finite is told with the clients who made it")
  func nonFiniteLoss() async throws {
    var round = try await TrainedRounds()(3)[2]
    round.updates[0].client = 5
    let bias = TrainedRounds.network.layers[1].biases
    round.updates[2].parameters.values[bias] = .infinity
    let error = await #expect(throws: ReconstructionError.self) {
      _ = try await TrainedRounds.account(round)
    }
    #expect(
      error?.description == """
        round 3: the model of clients [2] has a validation loss of nan; lower \
        `training.learning_rate`
        """)
    #expect(
      await Self.complaint(round, of: [0, 2, 3]) == """
        round 3: the model of clients [5, 2, 3] has a validation loss of nan; lower \
        `training.learning_rate`
        """)
    #expect(await Self.complaint(round, of: [0, 1, 3]) == nil)
    round.globalBefore = round.updates[2].parameters
    #expect(
      await Self.complaint(round, of: []) == """
        round 3: the model of the round before has a validation loss of nan; lower \
        `training.learning_rate`
        """)
  }

  private static func complaint(_ round: Round, of members: [Int]) async -> String? {
    do {
      _ = try await RoundOutcomes(of: round, on: TrainedRounds.evaluation, threads: 1)(
        [Coalition(members)])
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test(
    "more clients than a coalition can hold are an error, not a crash", arguments: [128, 129, 1025])
  func tooManyClients(count: Int) async throws {
    var round = try await TrainedRounds()(1)[0]
    round.updates = (0..<count).map {
      ClientUpdate(client: $0, parameters: round.updates[$0 % 4].parameters, exampleCount: 1)
    }
    let crowd = round
    let evaluation = EvaluationSet(TrainedRounds.dataset, rows: [90])
    func account() async throws -> RoundAccount {
      try await RoundAccount(
        for: crowd, by: [LeaveOneOut()], on: evaluation, using: RandomStream(seed: 0), threads: 1)
    }
    guard count > 1024 else {
      #expect(try await account().entries[0].attribution.values.count == count)
      return
    }
    let error = await #expect(throws: ReconstructionError.self) { _ = try await account() }
    #expect(
      error?.description == """
        round 1: 1025 clients took part, but a round can be accounted for with at most 1024; \
        lower `participation.fraction`
        """)
  }
}
