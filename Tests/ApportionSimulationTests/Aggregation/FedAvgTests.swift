import ApportionPrimitives
import ApportionSimulation
import Testing

@Suite("FedAvg")
struct FedAvgTests {
  @Test("is the mean weighted by examples")
  func byHand() throws {
    let global = Parameters([100, -100, 7])
    var server = Server(FedAvg(), for: global, clients: 8, using: RandomStream(seed: 0))
    let model = try server.aggregate(
      [
        ClientUpdate(client: 0, parameters: Parameters([1, 10, -2]), exampleCount: 1),
        ClientUpdate(client: 1, parameters: Parameters([3, 20, -2]), exampleCount: 2),
        ClientUpdate(client: 2, parameters: Parameters([9, 0, -2]), exampleCount: 5),
      ], into: global)
    // (1 + 2·3 + 5·9) / 8, (10 + 2·20) / 8, and what all agree on.
    #expect(model.values == [6.5, 6.25, -2])
    #expect(server == Server(FedAvg(), for: global, clients: 8, using: RandomStream(seed: 0)))
  }

  @Test("a client without examples has no say")
  func withoutExamples() throws {
    let global = StrategyLawsTests.global
    var updates = StrategyLawsTests.updates(inRound: 1)
    var server = Server(FedAvg(), for: global, clients: 8, using: RandomStream(seed: 0))
    updates[1].exampleCount = 0
    let model = try server.aggregate(updates, into: global)
    updates.remove(at: 1)
    #expect(try server.aggregate(updates, into: global) == model)
  }
}
