import ApportionPrimitives
import ApportionSimulation
import Testing

@Suite("FedProx")
struct FedProxTests {
  @Test("with μ = 0 a whole federation is FedAvg's, to the bit", arguments: [41, 42])
  func reduction(seed: UInt64) async throws {
    var small = SmallFederation()
    small.seed = seed
    small.participation.fraction = 0.6
    let plain = try await small.rounds(4)
    small.strategy = FedProx(proximal: 0)
    for (free, plain) in zip(try await small.rounds(4), plain) {
      #expect(free.updates == plain.updates)
      #expect(free.globalAfter == plain.globalAfter)
    }
  }

  @Test("the server takes the mean weighted by examples, whatever μ is")
  func server() throws {
    let global = StrategyLawsTests.global
    var (held, plain) = (
      Server(FedProx(proximal: 3), for: global, clients: 8, using: RandomStream(seed: 0)),
      Server(FedAvg(), for: global, clients: 8, using: RandomStream(seed: 0))
    )
    let updates = StrategyLawsTests.updates(inRound: 1)
    #expect(
      try held.aggregate(updates, into: global) == plain.aggregate(updates, into: global))
  }

  @Test("the larger μ, the nearer every client stays")
  func held() async throws {
    func distances(_ strategy: any Strategy) async throws -> [Double] {
      var small = SmallFederation()
      small.strategy = strategy
      small.plan.localEpochs = 5
      let round = try await small.rounds(1)[0]
      return round.updates.map { update in
        zip(update.parameters.doubles, round.globalBefore.doubles).reduce(0) {
          $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
        }
      }
    }
    let (free, near, nearer) = (
      try await distances(FedAvg()), try await distances(FedProx(proximal: 0.5)),
      try await distances(FedProx(proximal: 5))
    )
    for client in free.indices {
      #expect(near[client] < free[client])
      #expect(nearer[client] < near[client])
    }
  }

  @Test("refuses a μ that is out of range")
  func refusals() {
    for proximal in [-0.1, .nan, .infinity] {
      let error = #expect(throws: InvalidSetting.self) {
        try FedProx(proximal: proximal).validate()
      }
      #expect(
        error?.description == "`proximal` is \(proximal), but must be at least 0 and finite")
    }
  }
}
