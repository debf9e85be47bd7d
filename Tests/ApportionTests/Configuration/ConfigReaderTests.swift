import Apportion
import Testing

/// A config that must be refused, and the whole of what is said about it.
struct Refusal: CustomTestStringConvertible, Sendable {
  let yaml: String
  let overrides: [String]
  let message: String

  init(_ yaml: String, _ message: String) {
    (self.yaml, overrides, self.message) = (yaml, [], message)
  }

  init(_ yaml: String, set overrides: String..., message: String) {
    (self.yaml, self.overrides, self.message) = (yaml, overrides, message)
  }

  var testDescription: String { "\(yaml.debugDescription) \(overrides)" }

  func check(sourceLocation: SourceLocation = #_sourceLocation) {
    let error = #expect(throws: ConfigError.self, sourceLocation: sourceLocation) {
      try Configuration(yaml: yaml, path: "c.yml", overriding: overrides)
    }
    #expect(error?.description == message, sourceLocation: sourceLocation)
  }
}

@Suite("Reading a config")
struct ConfigReaderTests {
  static let topKeys = """
    name, seed, repetition, record, dataset, partition, clients, model, training, strategy, \
    participation, utility, valuation, engine, version, compare
    """
  static let trainingKeys = """
    rounds, local_epochs, local_steps, batch_size, learning_rate, schedule, momentum, weight_decay
    """
  static let strategyIDs = Catalog.strategies.ids.joined(separator: ", ")
  static let anySeed = "a whole number from 0 to 18446744073709551615"

  @Test(
    "refuses a key that is not known, with the nearest one that is",
    arguments: [
      Refusal(
        "sed: 7\n",
        "c.yml:1:1: `sed` is not a key of a config; did you mean `seed`? It has: \(topKeys)"),
      Refusal(
        "seed: 1\n\nzebra: 7\n",
        "c.yml:3:1: `zebra` is not a key of a config. It has: \(topKeys)"),
      Refusal(
        "training:\n  rounds: 3\n  batchSize: 4\n",
        """
        c.yml:3:3: `training.batchSize` is not a key of training; did you mean `batch_size`? \
        It has: \(trainingKeys)
        """),
      Refusal(
        "training:\n  schedule: {factr: 1}\n",
        """
        c.yml:2:14: `training.schedule.factr` is not a key of training.schedule; did you mean \
        `factor`? It has: factor, every, decay
        """),
      Refusal(
        "strategy:\n  kind: fed-random\n  of:\n    - {kind: fed-avg}\n    - {kind: fed-avg-m, mu: 1}\n",
        """
        c.yml:5:25: `strategy.of[1].mu` is not a key of strategy `fed-avg-m`. \
        It has: kind, momentum, server_learning_rate, compat
        """),
      Refusal(
        "dataset:\n  kind: digits\n  folder: data\n",
        """
        c.yml:3:3: `dataset.folder` is not a key of dataset `digits`, but of `idx`, `csv`. It has: \
        kind, validation, test
        """),
      Refusal(
        "valuation: [{method: shapley}, {method: individual, permutations: 5}]\n",
        """
        c.yml:1:53: `valuation[1].permutations` is not a key of method `individual`. It has: method
        """),
      Refusal(
        "strategy: {kind: fed-avg, momentum: 0.9}\n",
        """
        c.yml:1:27: `strategy.momentum` is not a key of strategy `fed-avg`, but of `fed-avg-m`. \
        It has: kind, compat
        """),
      Refusal(
        "strategy: {kind: fed-adam, adaptivity: 0.001}\n",
        """
        c.yml:1:28: `strategy.adaptivity` is not a key of strategy `fed-adam`: it was renamed \
        `tau` in version 0.2. It has: kind, server_learning_rate, beta_1, beta_2, tau, \
        bias_correction, compat
        """),
      Refusal(
        "model: {kind: Linear, hidden: [3]}\n",
        """
        c.yml:1:23: `model.hidden` is not a key of model `linear`, but of `mlp`. It has: kind, \
        initialization
        """),
      Refusal(
        "partition: {kind: iid, alpha: 1}\n",
        """
        c.yml:1:24: `partition.alpha` is not a key of partition `iid`, but of `dirichlet-labels`, \
        `dirichlet-sizes`. It has: kind, clients, minimum_examples
        """),
      Refusal(
        "clients:\n  - {client: 1}\n  - {client: 2, labelnoise: 0.1}\n",
        """
        c.yml:3:17: `clients[1].labelnoise` is not a key of clients[1]; did you mean \
        `label_noise`? It has: client, label_noise, feature_noise, free_rider
        """),
    ])
  func unknownKey(refusal: Refusal) { refusal.check() }

  @Test(
    "refuses a kind that is not in the catalog, and a section that names none",
    arguments: [
      Refusal(
        "dataset: {kind: digit}\n",
        """
        c.yml:1:11: `dataset.kind` is an unknown dataset "digit" (did you mean "digits"?); \
        it may be one of: digits, breast-cancer, synthetic, idx, csv
        """),
      Refusal(
        "strategy: {kind: sgd}\n",
        """
        c.yml:1:12: `strategy.kind` is an unknown strategy "sgd"; \
        it may be one of: \(strategyIDs)
        """),
      Refusal(
        "strategy:\n  kind: fed-random\n  of:\n    - kind: fed-mdian\n",
        """
        c.yml:4:7: `strategy.of[0].kind` is an unknown strategy "fed-mdian" (did you mean \
        "fed-median"?); it may be one of: \(strategyIDs)
        """),
      Refusal(
        "valuation: [{method: shaply}]\n",
        """
        c.yml:1:14: `valuation[0].method` is an unknown method "shaply" (did you mean \
        "shapley"?); it may be one of: \(Catalog.methods.ids.joined(separator: ", "))
        """),
      Refusal(
        "partition: {clients: 3}\n",
        "c.yml:1:1: `partition` has no `kind`; write, for example, {kind: iid}"),
      Refusal(
        "strategy: {kind: }\n",
        "c.yml:1:1: `strategy` has no `kind`; write, for example, {kind: fed-avg}"),
      Refusal(
        "valuation: [{kind: shapley}]\n",
        """
        c.yml:1:13: `valuation[0]` has no `method`; write, for example, {method: shapley}
        """),
      Refusal(
        "strategy:\n  kind: fed-random\n  of: [{momentum: 0.5}]\n",
        "c.yml:3:8: `strategy.of[0]` has no `kind`; write, for example, {kind: fed-avg}"),
    ])
  func kind(refusal: Refusal) { refusal.check() }

  @Test(
    "a kind is read in any spelling, and stored in its own",
    arguments: ["fed-avg-m", "FedAvgM", "fedavgm", "fed_avg_m", "Fed-Avg-M"])
  func spellings(kind: String) throws {
    let configuration = try Configuration(
      yaml: """
        strategy: {kind: FED_RANDOM, of: [{kind: \(kind), momentum: 0.5}], state: Lazy}
        partition: {kind: Dirichlet_Labels}
        model: {kind: MLP, activation: Tanh}
        dataset: {kind: BreastCancer}
        valuation: [{method: LeaveOneOut}]
        utility: Accuracy
        """)
    #expect(
      try configuration.yaml()
        == Configuration(
          yaml: """
            strategy: {kind: fed-random, of: [{kind: fed-avg-m, momentum: 0.5}], state: lazy}
            partition: {kind: dirichlet-labels}
            model: {kind: mlp, activation: tanh}
            dataset: {kind: breast-cancer}
            valuation: [{method: leave-one-out}]
            utility: accuracy
            """
        ).yaml())
  }

  @Test(
    "refuses one shape where another is due",
    arguments: [
      Refusal(
        "model: linear\n",
        "c.yml:1:1: `model` is \"linear\", but must be a mapping such as {kind: linear}"),
      Refusal(
        "model:\n",
        "c.yml:1:1: `model` is nothing, but must be a mapping such as {kind: linear}"),
      Refusal("training: 5\n", "c.yml:1:1: `training` is \"5\", but must be a mapping"),
      Refusal("training: [5]\n", "c.yml:1:1: `training` is a list, but must be a mapping"),
      Refusal("clients: 4\n", "c.yml:1:1: `clients` is \"4\", but must be a list"),
      Refusal("clients:\n", "c.yml:1:1: `clients` is nothing, but must be a list"),
      Refusal("clients: [4]\n", "c.yml:1:11: `clients[0]` is \"4\", but must be a mapping"),
      Refusal(
        "valuation: {method: shapley}\n",
        "c.yml:1:1: `valuation` is a mapping, but must be a list"),
      Refusal(
        "valuation: [shapley]\n",
        """
        c.yml:1:13: `valuation[0]` is "shapley", but must be a mapping such as {method: shapley}
        """),
      Refusal(
        "strategy: {kind: fed-random, of: [fed-avg]}\n",
        """
        c.yml:1:35: `strategy.of[0]` is "fed-avg", but must be a mapping such as {kind: fed-avg}
        """),
      Refusal(
        "strategy: {kind: fed-random, of: 5}\n",
        "c.yml:1:30: `strategy.of` is \"5\", but must be a list"),
      Refusal(
        "model: {kind: mlp, hidden: 64}\n",
        "c.yml:1:20: `model.hidden` is \"64\", but must be a list"),
      Refusal(
        "training: {rounds: [1]}\n",
        "c.yml:1:12: `training.rounds` is a list, but must be a single value"),
      Refusal(
        "training: {rounds: {a: 1}}\n",
        "c.yml:1:12: `training.rounds` is a mapping, but must be a single value"),
      Refusal("name: [a]\n", "c.yml:1:1: `name` is a list, but must be a single value"),
      Refusal("seed:\n", "c.yml:1:1: `seed` has no value; give it one, or remove the key"),
      Refusal("name: ~\n", "c.yml:1:1: `name` has no value; give it one, or remove the key"),
      Refusal(
        "dataset: {kind: csv, files: [a.csv], label: null}\n",
        "c.yml:1:38: `dataset.label` has no value; give it one, or remove the key"),
    ])
  func shape(refusal: Refusal) { refusal.check() }

  @Test(
    "refuses a value of another type",
    arguments: [
      Refusal(
        "training: {rounds: many}\n",
        "c.yml:1:12: `training.rounds` is \"many\", but must be a whole number"),
      Refusal(
        "training: {rounds: 2.5}\n",
        "c.yml:1:12: `training.rounds` is \"2.5\", but must be a whole number"),
      Refusal(
        "training: {rounds: 99999999999999999999}\n",
        "c.yml:1:12: `training.rounds` is \"99999999999999999999\", but must be a whole number"),
      Refusal(
        "model: {kind: mlp, hidden: [64, wide]}\n",
        "c.yml:1:33: `model.hidden[1]` is \"wide\", but must be a whole number"),
      Refusal(
        "training:\n  learning_rate: fast\n",
        "c.yml:2:3: `training.learning_rate` is \"fast\", but must be a number"),
      Refusal("record: maybe\n", "c.yml:1:1: `record` is \"maybe\", but must be true or false"),
      Refusal(
        "record: 'true'\n", "c.yml:1:1: `record` is the text \"true\", but must be true or false"),
      Refusal("seed: -1\n", "c.yml:1:1: `seed` is \"-1\", but must be \(anySeed)"),
      Refusal("seed: 1.5\n", "c.yml:1:1: `seed` is \"1.5\", but must be \(anySeed)"),
      Refusal("seed: '7'\n", "c.yml:1:1: `seed` is the text \"7\", but must be \(anySeed)"),
      Refusal(
        "seed: 18446744073709551616\n",
        "c.yml:1:1: `seed` is \"18446744073709551616\", but must be \(anySeed)"),
    ])
  func type(refusal: Refusal) { refusal.check() }

  @Test(
    "refuses a word that is none of the choices",
    arguments: [
      Refusal(
        "model: {kind: mlp, activation: softplus}\n",
        """
        c.yml:1:20: `model.activation` is an unknown word "softplus"; it may be one of: relu, tanh
        """),
      Refusal(
        "utility: acuracy\n",
        """
        c.yml:1:1: `utility` is an unknown word "acuracy" (did you mean "accuracy"?); it may be \
        one of: accuracy, loss
        """),
      Refusal(
        "dataset: {kind: csv, impute: median}\n",
        """
        c.yml:1:22: `dataset.impute` is an unknown word "median" (did you mean "mean"?); it may be \
        one of: mean, most-frequent
        """),
      Refusal(
        "strategy: {kind: fed-random, state: lasy}\n",
        """
        c.yml:1:30: `strategy.state` is an unknown word "lasy" (did you mean "lazy"?); it may be \
        one of: lazy, reset, shadow
        """),
    ])
  func word(refusal: Refusal) { refusal.check() }

  @Test(
    "refuses a value that is out of range, in every section",
    arguments: [
      Refusal(
        "partition:\n  clients: 6\n  kind: iid\nstrategy:\n  kind: bulyan\n  byzantine: 1\n",
        """
        c.yml:6:3: `strategy.byzantine` is 1, but must be at most 0 where 6 clients take part in a \
        round: 4 × byzantine + 3 or more have to
        """),
      Refusal(
        "partition: {kind: sizes, sizes: [9, 9, 9, 9, 9, 9, 9]}\nparticipation: {fraction: 0.1}\n"
          + "strategy:\n  kind: bulyan\n",
        """
        c.yml:3:1: `strategy.byzantine` is 1, but must be at most 0 where 1 client takes part in a \
        round: 4 × byzantine + 3 or more have to
        """),
      Refusal(
        "strategy: {kind: fed-random, of: [{kind: fed-avg}, {kind: krum, byzantine: 2}]}\n",
        """
        c.yml:1:65: `strategy.of[1].byzantine` is 2, but must be at most 1 where 5 clients take part \
        in a round: more than 2 × byzantine + 2 have to
        """),
      Refusal(
        "strategy: {kind: multi-krum, keep: 6}\n",
        """
        c.yml:1:30: `strategy.keep` is 6, but must be at most 5, because no more clients take part \
        in a round
        """),
      Refusal(
        "strategy: {kind: fed-trimmed-avg, trim: 0.5}\n",
        """
        c.yml:1:35: `strategy.trim` is 0.5, but must be at least 0 and below 0.5; it is left out on \
        either side, and something must be left
        """),
      Refusal(
        "dataset: {kind: digits, validation: 0}\n",
        "c.yml:1:25: `dataset.validation` is 0.0, but must be above 0 and below 1"),
      Refusal(
        "dataset: {kind: synthetic, classes: 1}\n",
        "c.yml:1:28: `dataset.classes` is 1, but must be at least 2"),
      Refusal(
        "partition: {kind: iid, clients: 0}\n",
        "c.yml:1:24: `partition.clients` is 0, but must be at least 1"),
      Refusal(
        "partition: {kind: iid, minimum_examples: 0}\n",
        "c.yml:1:24: `partition.minimum_examples` is 0, but must be at least 1"),
      Refusal(
        "partition: {kind: sizes, sizes: []}\n",
        "c.yml:1:26: `partition.sizes` is [], but must be one or more whole numbers of at least 1"),
      Refusal(
        "partition: {kind: sizes, sizes: [5, 0]}\n",
        """
        c.yml:1:26: `partition.sizes` is [5, 0], but must be one or more whole numbers of at least 1
        """),
      Refusal(
        "clients: [{client: 1, label_noise: 1.5}]\n",
        "c.yml:1:23: `clients[0].label_noise` is 1.5, but must be from 0 to 1"),
      Refusal(
        "clients:\n  - {label_noise: 0.5}\n",
        """
        c.yml:2:5: `clients[0].client` is missing, but must be a client's name or index, counting \
        from 0
        """),
      Refusal(
        "model: {kind: mlp, hidden: []}\n",
        """
        c.yml:1:20: `model.hidden` is [], but must be one or more whole numbers of at least 1; \
        for no hidden layers, use kind linear
        """),
      Refusal(
        "training: {rounds: 0}\n", "c.yml:1:12: `training.rounds` is 0, but must be at least 1"),
      Refusal(
        "training: {rounds: 9223372036854775807}\n",
        """
        c.yml:1:12: `training.rounds` is 9223372036854775807, but must be at most 1,000,000
        """),
      Refusal(
        "training: {local_epochs: 1000000001}\n",
        "c.yml:1:12: `training.local_epochs` is 1000000001, but must be at most 1,000,000,000"),
      Refusal(
        "training: {local_steps: 9223372036854775807}\n",
        """
        c.yml:1:12: `training.local_steps` is 9223372036854775807, but must be at most 1,000,000,000
        """),
      Refusal(
        "training: {local_steps: 5, local_epochs: 2}\n",
        """
        c.yml:1:28: `training.local_epochs` is 2, but must be 1 if clients train for a number of \
        steps; set epochs or steps, not both
        """),
      Refusal(
        "model: {kind: mlp, hidden: [64, 1000001]}\n",
        """
        c.yml:1:20: `model.hidden` is [64, 1000001], but must be whole numbers of at most 1,000,000
        """),
      Refusal(
        "training: {learning_rate: .nan}\n",
        "c.yml:1:12: `training.learning_rate` is nan, but must be above 0 and finite"),
      Refusal(
        "training:\n  schedule:\n    factor: 1.5\n",
        "c.yml:3:5: `training.schedule.factor` is 1.5, but must be above 0 and at most 1"),
      Refusal(
        "strategy: {kind: fed-avg-m, server_learning_rate: 0}\n",
        "c.yml:1:29: `strategy.server_learning_rate` is 0.0, but must be above 0 and finite"),
      Refusal(
        """
        strategy:
          kind: fed-random
          of:
            - {kind: fed-avg}
            - kind: fed-avg-m
              momentum: 1.5
        """,
        "c.yml:6:7: `strategy.of[1].momentum` is 1.5, but must be at least 0 and below 1"),
      Refusal(
        "strategy: {kind: fed-random, of: []}\n",
        "c.yml:1:30: `strategy.of` is [], but must be a list of at least one strategy"),
      Refusal(
        "strategy: {kind: fed-random, weights: [1, 2]}\n",
        """
        c.yml:1:30: `strategy.weights` is [1.0, 2.0], but must be one number for each of the 3 \
        strategies, or empty
        """),
      Refusal(
        "strategy: {kind: fed-random, balanced: true, weights: [1, 2, 0]}\n",
        """
        c.yml:1:30: `strategy.balanced` is true, but must be false where `weights` are given: \
        strategies that take turns are used equally often
        """),
      Refusal(
        "participation: {fraction: 0}\n",
        "c.yml:1:17: `participation.fraction` is 0.0, but must be above 0 and at most 1"),
      Refusal(
        "valuation:\n  - method: shapley\n    maximum_players: 31\n",
        "c.yml:3:5: `valuation[0].maximum_players` is 31, but must be from 1 to 30"),
      Refusal(
        "valuation: [{method: beta-shapley, alpha: 0}]\n",
        "c.yml:1:36: `valuation[0].alpha` is 0.0, but must be above 0 and finite"),
      Refusal(
        "valuation: [{method: asymmetric-shapley, groups: [[0], [1, 0]]}]\n",
        """
        c.yml:1:42: `valuation[0].groups` is [[0], [1, 0]], but must be lists without a player in \
        common; player 0 is named twice
        """),
      Refusal(
        "name: a/b\n",
        """
        c.yml:1:1: `name` is "a/b", but must be a file name: not empty, without slashes or \
        control characters, not starting with a dot
        """),
      Refusal(
        "name: \"a\\e[2Jb\\x7F\"\n",
        """
        c.yml:1:1: `name` is "a\\u{1B}[2Jb\\u{7F}", but must be a file name: not empty, without \
        slashes or control characters, not starting with a dot
        """),
      Refusal(
        "name: ''\n",
        """
        c.yml:1:1: `name` is "", but must be a file name: not empty, without slashes or \
        control characters, not starting with a dot
        """),
    ])
  func range(refusal: Refusal) { refusal.check() }

  @Test(
    "refuses to value by nothing, or by one method twice",
    arguments: [
      Refusal(
        "valuation: []\n", "c.yml:1:1: `valuation` is [], but must be a list of at least one method"
      ),
      Refusal(
        "valuation:\n  - {method: shapley}\n  - {method: individual}\n  - {method: shapley}\n",
        """
        c.yml:4:6: `valuation[2].method` is shapley a second time, but must be a method that is \
        not listed before
        """),
    ])
  func valuation(refusal: Refusal) { refusal.check() }

  @Test(
    "refuses a config of another version before it looks at keys that this one may not know",
    arguments: [
      Refusal(
        "seed: 1\nversion: 9.9.9\nsomething_new: 1\n",
        """
        c.yml:2:1: `version` is 9.9.9, but this program is \(apportionVersion); numbers may \
        differ. Remove the key to run anyway
        """)
    ])
  func version(refusal: Refusal) { refusal.check() }
}
