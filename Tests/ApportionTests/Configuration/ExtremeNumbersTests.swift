import Apportion
import Testing

/// Whatever number a config holds, it is either refused with a message or makes no arithmetic overflow.
@Suite("Numbers at the ends of their range")
struct ExtremeNumbersTests {
  static let values = [
    "9223372036854775807", "-9223372036854775808", "18446744073709551615", "4611686018427387904",
    "1000000000", "0", "-1", "1e308", "-1e308", "5e-324", ".inf", ".nan",
  ]

  /// One number of a config: what makes the section that it is in, and where it is.
  struct Setting: CustomTestStringConvertible, Sendable {
    var section: String?
    let path: String
    var testDescription: String { [section, path].compactMap(\.self).joined(separator: " ") }
  }

  /// Every number among the defaults of everything that a config may name.
  static let settings: [Setting] = {
    var settings: [Setting] = []
    func add(_ types: [any Configurable.Type], _ section: String) {
      for type in types {
        guard let text = try? type.init().configText(under: section) else { continue }
        let isMethod = section == "valuation"
        let owner = isMethod ? "valuation[0]" : section
        let kind =
          isMethod ? "valuation=[{method: \(type.id)}]" : "\(section)={kind: \(type.id)}"
        for match in text.matches(of: /(\w+): -?[0-9][0-9.e-]*(?m:$)/) {
          settings.append(Setting(section: kind, path: "\(owner).\(match.1)"))
        }
      }
    }
    add(Catalog.datasets.types, "dataset")
    for index in settings.indices where settings[index].section == "dataset={kind: synthetic}" {
      settings[index].section = "dataset={kind: synthetic, clients: 2, features: 3}"
    }
    add(Catalog.partitioners.types, "partition")
    add(Catalog.models.types, "model")
    add(Catalog.strategies.types, "strategy")
    add(Catalog.methods.types, "valuation")
    settings += [
      Setting(section: "partition={kind: sizes}", path: "partition.sizes[0]"),
      Setting(section: "model={kind: mlp}", path: "model.hidden[0]"),
      Setting(section: "clients=[{client: 1, label_noise: 0}]", path: "clients[0].label_noise"),
      Setting(section: "clients=[{client: 1, feature_noise: 0}]", path: "clients[0].feature_noise"),
      Setting(section: nil, path: "seed"), Setting(section: nil, path: "repetition"),
      Setting(section: nil, path: "participation.fraction"),
    ]
    settings += [
      "rounds", "local_epochs", "local_steps", "batch_size", "learning_rate", "schedule.factor",
      "schedule.every", "schedule.decay", "momentum", "weight_decay",
    ].map { Setting(section: nil, path: "training.\($0)") }
    return settings
  }()

  @Test("are refused, or do no harm", arguments: settings)
  func extremes(setting: Setting) throws {
    for value in Self.values {
      let overrides = [setting.section, "\(setting.path)=\(value)"].compactMap(\.self)
      do {
        try use(Configuration(yaml: "", overriding: overrides))
      } catch is ConfigError {
      } catch is PartitionError {
      } catch is DataError {
      } catch is InvalidSetting {
      } catch is ValuationError {
      }
    }
  }

  /// Does what a run does with the configuration before it allocates or trains anything.
  private func use(_ configuration: Configuration) throws {
    let dataset = Dataset(
      features: [Float](repeating: 0.5, count: 120), featureCount: 2,
      labels: (0..<60).map { Int32($0 % 3) }, classNames: ["a", "b", "c"],
      sites: (0..<60).map { $0 % 2 }, siteNames: ["x", "y"])
    let stream = RandomStream(seed: configuration.seed)
    #expect(configuration.model.network(features: 64, classes: 10).parameterCount > 0)
    for method in configuration.valuation {
      try method.checkPlayers(4)
      #expect(method.evaluations(forPlayers: 4) > 0)
    }
    try configuration.strategy.check(clients: configuration.participation.count(of: 3))
    let shards = try configuration.partition.partition(
      dataset, rows: Array(0..<60), using: stream.child("partition"))
    for (id, shard) in shards.enumerated() {
      let client = Client(id: id, name: shard.name, dataset: dataset, rows: shard.rows)
      #expect(configuration.training.steps(for: client) >= 0)
    }
    if let source = configuration.dataset as? Synthetic, source.clients == 2, source.features == 3 {
      _ = try source.load(using: stream)
    }
  }

  @Test("so are those of a comparison", arguments: ["seeds", "repeats", "budget", "confidence"])
  func comparisons(key: String) {
    for value in Self.values {
      do {
        _ = try ComparisonMatrix(
          yaml: "compare: {axes: {strategy: [{kind: fed-avg}, {kind: krum}]}}",
          overriding: ["compare.\(key)=\(value)"])
      } catch {
        #expect(error is ConfigError, "\(key)=\(value): \(error)")
      }
    }
  }
}
