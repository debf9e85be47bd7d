import Apportion
import Foundation
import Testing

@Suite("The text of a config and the options over it")
struct ConfigSourceTests {
  static let nested = """
    seed: 7
    strategy:
      kind: fed-random
      of:
        - {kind: fed-avg}
        - {kind: fed-avg-m, momentum: 0.5}

    """

  @Test(
    "a text that is not YAML, or no mapping, is refused with its place",
    arguments: [
      Refusal("seed: [1\n", "c.yml:2:1: is not YAML: did not find expected ',' or ']'"),
      Refusal(
        "a: b: c\n", "c.yml:1:5: is not YAML: mapping values are not allowed in this context"),
      Refusal(
        "training:\n\trounds: 3\n",
        "c.yml:2:1: is not YAML: lines must be indented with blanks, not with tabs"),
      Refusal("seed: 1\n---\nseed: 2\n", "c.yml:2:1: is not YAML: but found another document"),
      Refusal("seed: \u{1}\n", "c.yml: is not YAML: control characters are not allowed"),
      Refusal(
        "# a list\n\n- seed: 1\n",
        "c.yml:3:1: is a list, but a config is a mapping of keys to values"),
      Refusal("7\n", "c.yml:1:1: is \"7\", but a config is a mapping of keys to values"),
      Refusal(
        "seed: 1\nname: a\nseed: 2\n",
        "c.yml:1:1: `seed` is given more than once, here for the first time; keep only one"),
      Refusal(
        "training:\n  rounds: 1\n  rounds: 2\n",
        "c.yml:2:3: `rounds` is given more than once, here for the first time; keep only one"),
    ])
  func syntax(refusal: Refusal) { refusal.check() }

  @Test("an option reaches into sections and lists, in both spellings of an index")
  func overrides() throws {
    for option in ["strategy.of[1].momentum=0.25", "strategy.of.1.momentum=0.25"] {
      let configuration = try Configuration(yaml: Self.nested, overriding: [option])
      let strategy = try #require(configuration.strategy as? FedRandom)
      #expect(strategy == FedRandom(of: [FedAvg(), FedAvgM(momentum: 0.25)]))
    }
  }

  @Test("an option makes the section that it reaches into, and keeps what stands there")
  func sections() throws {
    let configuration = try Configuration(
      yaml: "training: {rounds: 3}\n",
      overriding: [
        "training.schedule.factor=0.5", "participation.fraction=0.5", "dataset.kind=synthetic",
        "dataset.iid=true", "clients=[{client: 2, free_rider: true}]", "name=a=b",
      ])
    #expect(configuration.training.rounds == 3)
    #expect(configuration.training.schedule.factor == 0.5)
    #expect(configuration.participation.fraction == 0.5)
    #expect((configuration.dataset as? Synthetic)?.iid == true)
    #expect(configuration.clients == [ClientOverride(client: "2", freeRider: true)])
    #expect(configuration.name == "a=b")
  }

  @Test("of two options for one key, the later one holds; an empty one is an empty text")
  func order() throws {
    let configuration = try Configuration(
      yaml: "dataset: {kind: csv, site: place}\n",
      overriding: ["seed=1", "dataset.site=", "seed=2"])
    #expect(configuration.seed == 2)
    #expect((configuration.dataset as? CSVFiles)?.site == "")
  }

  @Test(
    "an option that cannot be carried out, or is wrong, is itself the place of the error",
    arguments: [
      Refusal("", set: "seed", message: "--set seed: is not of the form path.to.key=value"),
      Refusal("", set: "=3", message: "--set =3: is not of the form path.to.key=value"),
      Refusal("", set: ".=3", message: "--set .=3: is not of the form path.to.key=value"),
      Refusal(
        nested, set: "seed.x=3",
        message: "--set seed.x=3: `seed.x` cannot be set, because `seed` is \"7\""),
      Refusal(
        nested, set: "strategy.of.5.kind=fed-avg",
        message: """
          --set strategy.of.5.kind=fed-avg: `strategy.of[5].kind` cannot be set, because \
          `strategy.of` is a list of 2
          """),
      Refusal(
        nested, set: "strategy.0=x",
        message: "--set strategy.0=x: `strategy[0]` cannot be set, because `strategy` is a mapping"),
      Refusal(
        "", set: "clients.0.client=3",
        message: """
          --set clients.0.client=3: `clients[0].client` cannot be set, because `clients` is not in \
          the config
          """),
      Refusal(
        "", set: "model=[1",
        message: "--set model=[1: `model` is not YAML: did not find expected ',' or ']'"),
      Refusal(
        "training: {rounds: 3}\n", set: "training.rounds=many",
        message: """
          --set training.rounds=many: `training.rounds` is "many", but must be a whole number
          """),
      Refusal(
        "", set: "training.rounds=0",
        message: "--set training.rounds=0: `training.rounds` is 0, but must be at least 1"),
      Refusal(
        nested, set: "strategy.of.1.momentum=2",
        message: """
          --set strategy.of.1.momentum=2: `strategy.of[1].momentum` is 2.0, but must be at least 0 \
          and below 1
          """),
      Refusal(
        "", set: "strategy.momentum=0.3",
        message: """
          --set strategy.momentum=0.3: `strategy` has no `kind`; write, for example, {kind: fed-avg}
          """),
      Refusal(
        "", set: "participation.frction=1",
        message: """
          --set participation.frction=1: `participation.frction` is not a key of participation; \
          did you mean `fraction`? It has: fraction, on_invalid_update
          """),
      Refusal(
        "seed: 1\nname: a/b\n", set: "seed=2",
        message: """
          c.yml:2:1: `name` is "a/b", but must be a file name: not empty, without slashes or \
          control characters, not starting with a dot
          """),
    ])
  func badOverride(refusal: Refusal) { refusal.check() }
}
