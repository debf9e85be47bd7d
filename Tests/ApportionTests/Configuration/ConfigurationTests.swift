import Apportion
import Foundation
import Testing

extension Configuration {
  /// Everything in it, for comparison.
  var parts: [AnyHashable] {
    [
      name, seed, repetition, record, AnyHashable(dataset), AnyHashable(partition), clients,
      AnyHashable(model), training, AnyHashable(strategy), participation, utility,
      valuation.map { AnyHashable($0) },
    ]
  }
}

@Suite("Configuration")
struct ConfigurationTests {
  @Test("an empty config is all defaults", arguments: ["", "# nothing\n", "{}"])
  func empty(yaml: String) throws {
    #expect(try Configuration(yaml: yaml).parts == Configuration().parts)
  }

  @Test("a section says what differs from its defaults")
  func partial() throws {
    let configuration = try Configuration(
      yaml: """
        seed: 18446744073709551615
        partition: {kind: shards, classes_per_client: 3}
        clients: [{client: 4, label_noise: 1}]
        training: {schedule: {every: 5}, local_steps: 2}
        valuation: [{method: leave-one-out}]
        """)
    var expected = Configuration()
    expected.seed = .max
    var partition = ClassShards()
    partition.classesPerClient = 3
    expected.partition = partition
    expected.clients = [ClientOverride(client: "4", labelNoise: 1)]
    expected.training.schedule.every = 5
    expected.training.localSteps = 2
    expected.valuation = [LeaveOneOut()]
    #expect(configuration.parts == expected.parts)
  }

  @Test("JSON is accepted, indented with tabs or not")
  func json() throws {
    let configuration = try Configuration(
      yaml: """
        {
        \t"seed": 3, "record": true,
        \t"strategy": {"kind": "fed-random", "of": [{"kind": "fed-avg-m", "momentum": 5e-1}]},
        \t"model": {"kind": "mlp", "hidden": [8, 4], "activation": "tanh"}
        }
        """)
    #expect(configuration.seed == 3)
    #expect(configuration.record)
    #expect(configuration.strategy as? FedRandom == FedRandom(of: [FedAvgM(momentum: 0.5)]))
    let model = try #require(configuration.model as? MultilayerPerceptron)
    #expect(model.hidden == [8, 4] && model.activation == .tanh)
  }

  @Test("a file without a name is named after itself, and one that is not there is missed")
  func files() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "my.first.yml").path
    try "seed: 3\n".write(toFile: file, atomically: false, encoding: .utf8)
    #expect(try Configuration(contentsOf: file).name == "my.first")

    let missing = #expect(throws: ConfigError.self) {
      try Configuration(contentsOf: "nowhere.yml")
    }
    #expect(
      missing?.description == """
        nowhere.yml: no such config file; check the path; it is relative to the working directory
        """)
  }
}

@Suite("A resolved config")
struct ResolvedConfigTests {
  /// Writes `configuration`, reads it back, and writes it again.
  func expectRoundTrip(
    _ configuration: Configuration, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let yaml = try configuration.yaml()
    let copy = try Configuration(yaml: yaml)
    #expect(copy.parts == configuration.parts, "\(yaml)", sourceLocation: sourceLocation)
    #expect(try copy.yaml() == yaml, sourceLocation: sourceLocation)
  }

  @Test("is a config that decodes to the same, for everything in the catalogs")
  func catalogs() throws {
    var configuration = Configuration()
    for type in Catalog.datasets.types {
      configuration.dataset = try #require(type.init() as? any DatasetSource)
      try expectRoundTrip(configuration)
    }
    for type in Catalog.partitioners.types {
      configuration.partition = try #require(type.init() as? any Partitioner)
      try expectRoundTrip(configuration)
    }
    for type in Catalog.models.types {
      configuration.model = try #require(type.init() as? any ModelSpecification)
      try expectRoundTrip(configuration)
    }
    for type in Catalog.strategies.types {
      configuration.strategy = try #require(type.init() as? any Strategy)
      try expectRoundTrip(configuration)
    }
    configuration.valuation = Catalog.methods.types.compactMap {
      $0.init() as? any ValuationMethod
    }
    try expectRoundTrip(configuration)
  }

  @Test(
    "keeps every bit of a number",
    arguments: [
      0.1, 1e-7, 1e20, 3.0, 0.1 + 0.2, 1 / 3.0, 123_456.789_012_345_67, 1e15, 1e16, 1e17,
      1e-300,
      .greatestFiniteMagnitude,
    ])
  func numbers(number: Double) throws {
    var configuration = Configuration()
    configuration.training.learningRate = number
    configuration.training.schedule.decay = number
    var partition = DirichletLabels()
    partition.alpha = number
    configuration.partition = partition
    configuration.strategy = FedRandom(of: [
      FedAvgM(momentum: 0.1 + 0.2, serverLearningRate: number)
    ])
    configuration.clients = [ClientOverride(client: "0", featureNoise: number)]
    try expectRoundTrip(configuration)
  }

  @Test("writes numbers as people do")
  func plainNumbers() throws {
    var configuration = Configuration()
    configuration.training.learningRate = 0.1
    configuration.training.weightDecay = 1e-7
    let lines = try configuration.yaml().split(separator: "\n")
    #expect(lines.contains("  learning_rate: 0.1"))
    #expect(lines.contains("  weight_decay: 1e-07"))
    #expect(lines.contains("  rounds: 20"))
    #expect(lines.contains("    factor: 1.0"))
  }

  @Test(
    "keeps seeds as large as they may be", arguments: [0, (1 << 53) + 1, 1 << 63, .max] as [UInt64])
  func seeds(seed: UInt64) throws {
    var configuration = Configuration()
    configuration.seed = seed
    try expectRoundTrip(configuration)
  }

  @Test(
    "keeps names that look like something else",
    arguments: [
      "true", "yes", "No", "null", "~", "3", "007", "1.0", "1e3", "1e-1", "0x1F", "0x1p4", "nan",
      "infinity", "1:30", "2024-01-01", "<<", "=", "a: b", "a # b", "# b", "- b", "[a]", "{a}",
      "*a", "&a", "!a", "%a", "@a", "`a`", "\"a\"", "'a'", "a, b", " a ", "a\tb", "a\nb", "α 東京 🏥",
    ])
  func names(name: String) throws {
    var configuration = Configuration()
    if !name.contains(where: { "\t\n".contains($0) }) { configuration.name = name }
    configuration.clients = [ClientOverride(client: name, freeRider: true)]
    var dataset = CSVFiles()
    dataset.files = [name, "b.csv"]
    dataset.label = name
    dataset.missing = ["?", "-9", name]
    dataset.classes = [["0", name], ["-1"]]
    dataset.delimiter = "\t"
    configuration.dataset = dataset
    try expectRoundTrip(configuration)
  }

  @Test("tells all candidates of a random strategy")
  func candidates() throws {
    var configuration = Configuration()
    configuration.strategy = FedRandom(of: [
      FedMedian(), FedAvgM(momentum: 0.25, serverLearningRate: 2), FedAvg(),
      FedRandom(of: [FedAvg()], weights: [0.25], state: .shadow),
    ])
    try expectRoundTrip(configuration)
    #expect(
      try configuration.yaml().contains(
        """
        strategy:
          kind: fed-random
          of: [{kind: fed-median}, {kind: fed-avg-m, momentum: 0.25, server_learning_rate: 2.0}, \
        {kind: fed-avg}, {kind: fed-random, of: [{kind: fed-avg}], weights: [0.25], balanced: false, \
        state: shadow}]
          weights: []
          balanced: false
          state: lazy

        """))
  }
}
