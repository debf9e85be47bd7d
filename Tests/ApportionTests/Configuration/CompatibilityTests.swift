import Apportion
import Testing

@Suite("A config with another system's defaults")
struct CompatibilityTests {
  static func strategy(_ yaml: String, _ overrides: [String] = []) throws -> any Strategy {
    try Configuration(yaml: yaml, overriding: overrides).strategy
  }

  @Test("lays a strategy over them, and what it says itself over that")
  func defaults() throws {
    let flower = try Self.strategy("strategy: {kind: fed-avg-m, compat: flower-1.6}")
    #expect(flower as? FedAvgM == FedAvgM(momentum: 0, serverLearningRate: 1))
    let said = try Self.strategy("strategy: {compat: flower-1.6, kind: fed-avg-m, momentum: 0.5}")
    #expect(said as? FedAvgM == FedAvgM(momentum: 0.5))
    #expect(try Self.strategy("strategy: {kind: fed-avg-m}") as? FedAvgM == FedAvgM(momentum: 0.9))
  }

  @Test("is one for each strategy of a list, and for the list that is not given")
  func nested() throws {
    let yaml = """
      strategy:
        kind: fed-random
        of: [{kind: fed-avg-m}, {kind: fed-avg-m, compat: flower-1.6}, {kind: fed-random, compat: flower-1.6}]
      """
    let own = FedRandom(of: [FedAvg(), FedAvgM(momentum: 0), FedMedian()])
    let truth = FedRandom(of: [FedAvgM(), FedAvgM(momentum: 0), own])
    #expect(try Self.strategy(yaml) as? FedRandom == truth)
    // Not for those of a list that is.
    let outside = "strategy: {kind: fed-random, compat: flower-1.6, of: [{kind: fed-avg-m}]}"
    #expect(try Self.strategy(outside) as? FedRandom == FedRandom(of: [FedAvgM()]))
  }

  @Test("can be set from outside")
  func overriding() throws {
    let (yaml, option) = ("strategy: {kind: fed-avg-m}", "strategy.compat=flower-1.6")
    #expect(try Self.strategy(yaml, [option]) as? FedAvgM == FedAvgM(momentum: 0))
    let list = "strategy: {kind: fed-random, of: [{kind: fed-avg}, {kind: fed-avg-m}]}"
    #expect(
      try Self.strategy(list, ["strategy.of[1].compat=flower-1.6"]) as? FedRandom
        == FedRandom(of: [FedAvg(), FedAvgM(momentum: 0)]))
  }

  @Test("is spelt out in the resolved config")
  func resolved() throws {
    let config = try Configuration(yaml: "strategy: {kind: fed-avg-m, compat: flower-1.6}")
    let text = try config.yaml()
    #expect(text.contains("momentum: 0.0"))
    #expect(!text.contains("compat"))
    #expect(try Configuration(yaml: text).strategy as? FedAvgM == FedAvgM(momentum: 0))
  }

  @Test("every strategy has some that are valid")
  func everyStrategy() throws {
    for id in Catalog.strategies.ids {
      try Self.strategy("strategy: {kind: \(id), compat: flower-1.6}").validate()
    }
  }

  @Test(
    "is refused where it is unknown, empty, or not of a strategy",
    arguments: [
      Refusal(
        "strategy: {kind: fed-avg, compat: flower}\n",
        """
        c.yml:1:27: `strategy.compat` is an unknown word "flower"; it may be one of: flower-1.6
        """),
      Refusal(
        "strategy:\n  kind: fed-random\n  of: [{kind: fed-avg, compat: flower-1.7}]\n",
        """
        c.yml:3:24: `strategy.of[0].compat` is an unknown word "flower-1.7" (did you mean \
        "flower-1.6"?); it may be one of: flower-1.6
        """),
      Refusal(
        "strategy: {kind: fed-avg, compat: }\n",
        "c.yml:1:27: `strategy.compat` has no value; give it one, or remove the key"),
      Refusal(
        "strategy: {kind: fed-avg, compt: flower-1.6}\n",
        """
        c.yml:1:27: `strategy.compt` is not a key of strategy `fed-avg`; did you mean `compat`? \
        It has: kind, compat
        """),
      Refusal(
        "model: {kind: mlp, compat: flower-1.6}\n",
        """
        c.yml:1:20: `model.compat` is not a key of model `mlp`. It has: kind, hidden, activation, \
        initialization
        """),
      Refusal(
        "training: {compat: flower-1.6}\n",
        """
        c.yml:1:12: `training.compat` is not a key of training. It has: \
        \(ConfigReaderTests.trainingKeys)
        """),
      Refusal(
        "compat: flower-1.6\n",
        """
        c.yml:1:1: `compat` is not a key of a config; did you mean `compare`? It has: \
        \(ConfigReaderTests.topKeys)
        """),
    ])
  func refusals(refusal: Refusal) { refusal.check() }
}
