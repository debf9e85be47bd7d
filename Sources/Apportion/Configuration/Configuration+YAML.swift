import ApportionPrimitives
import ApportionReconstruction
import ApportionSimulation
import ApportionValuation
import Yams

extension Configuration {
  /// Reads a config file.
  ///
  /// - Parameters:
  ///   - path: relative to the working directory.
  ///   - overrides: `path.to.key=value`, in the form of the option `--set`.
  ///   - catalogs: the components that the config may name.
  /// - Throws: ``ConfigError`` with file, line and column, also if the file does not exist.
  public init(
    contentsOf path: String, overriding overrides: [String] = [], catalogs: Catalogs = .builtIn
  ) throws {
    let file = try ConfigFile(path: path)
    try self.init(
      yaml: file.text, path: path, name: file.stem, overriding: overrides, catalogs: catalogs)
  }

  /// Reads the text of a config.
  ///
  /// - Parameters:
  ///   - text: YAML, or JSON, which is a subset of it.
  ///   - path: the name of the config in messages.
  ///   - name: the experiment's name if the config gives none.
  ///   - overrides: `path.to.key=value`, in the form of the option `--set`.
  ///   - catalogs: the components that the config may name.
  /// - Throws: ``ConfigError``.
  public init(
    yaml text: String, path: String = "config", name: String = "experiment",
    overriding overrides: [String] = [], catalogs: Catalogs = .builtIn
  ) throws {
    let source = try ConfigSource(path: path, text: text, overrides: overrides)
    guard source.root.part(at: [.key(Self.comparisonKey)]) == nil else {
      throw source.error(
        at: [.key(Self.comparisonKey)],
        "asks for many runs; use `apportion compare`, or remove the section to run one")
    }
    try self.init(source, name: name, catalogs: catalogs)
  }

  /// Reads the text of a config written by a run of any version, of which nothing is run again.
  init(
    ofAnyVersion text: String, path: String, name: String = "experiment",
    overriding overrides: [String] = [], catalogs: Catalogs = .builtIn
  ) throws {
    // The line is kept empty, so that line numbers in messages match the file.
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map {
      $0.hasPrefix("version:") ? "" : $0
    }
    try self.init(
      yaml: lines.joined(separator: "\n"), path: path, name: name, overriding: overrides,
      catalogs: catalogs)
  }

  /// Reads the settings of one run from `source`, and ignores a section `compare`.
  init(_ source: ConfigSource, name: String, catalogs: Catalogs) throws {
    let reader = ConfigReader(source: source, strategies: catalogs.strategies)
    // Checked before the keys, because keys of another version may be unknown to this one.
    let version = try reader.value("version", default: apportionVersion)
    guard version == apportionVersion else {
      throw source.error(
        at: [.key("version")],
        """
        is \(version), but this program is \(apportionVersion); numbers may differ. Remove the key \
        to run anyway
        """)
    }
    try reader.checkKeys(Self.keys + [Self.comparisonKey])
    self.name = try reader.value("name", default: name)
    seed = try reader.value("seed", default: seed)
    repetition = try reader.value("repetition", default: repetition)
    record = try reader.value("record", default: record)
    dataset = try reader.choice("dataset", of: catalogs.datasets, default: dataset)
    partition = try reader.choice("partition", of: catalogs.partitioners, default: partition)
    clients = try reader.list("clients", each: ClientOverride())
    model = try reader.choice("model", of: catalogs.models, default: model)
    training = try reader.value("training", default: training)
    strategy = try reader.choice("strategy", of: catalogs.strategies, default: strategy)
    participation = try reader.value("participation", default: participation)
    utility = try reader.value("utility", default: utility)
    valuation = try reader.choices(
      "valuation", of: catalogs.methods, kindKey: "method", default: valuation)
    engine = try reader.value("engine", default: engine)
    try reader.inRange { try validate() }
  }

  /// All settings of the data set, as YAML.
  var datasetText: String {
    get throws { try serialize(node: Node(encoding: dataset, kindKey: "kind"), width: -1) }
  }

  private static let keys = [
    "name", "seed", "repetition", "record", "dataset", "partition", "clients", "model", "training",
    "strategy", "participation", "utility", "valuation", "engine", "version",
  ]

  /// The key of the section that makes a config a comparison.
  static let comparisonKey = "compare"

  /// The config with every default written out: it is itself a config and gives bit-identical results.
  public func yaml() throws -> String { try serialize(node: Node(sections), width: -1) }

  /// The part of the config that an account of recorded rounds uses, with every default written out.
  ///
  /// It contains nothing about data, which are not used, and nothing about how clients were trained. The
  /// partition has no number of clients that a strategy could be checked against.
  func yamlOfRecordedRounds() throws -> String {
    let parts = ["training": "rounds", "participation": "on_invalid_update"]
    let pairs = try sections.compactMap { key, section -> (Node, Node)? in
      guard let name = key.string, !["dataset", "clients"].contains(name) else { return nil }
      if name == "partition" { return (key, Node([(Node("kind"), Node(NaturalSites.id))])) }
      guard let part = parts[name], let value = section.mapping?[part] else {
        return (key, section)
      }
      return (key, Node([(Node(part), value)]))
    }
    return """
      # An account of rounds that were recorded elsewhere, made by
      # apportion account DIRECTORY --config config.yml
      \(try serialize(node: Node(pairs), width: -1))
      """
  }

  private var sections: [(Node, Node)] {
    get throws {
      let values: [Node] = [
        try Node(encoding: name), try Node(encoding: seed), try Node(encoding: repetition),
        try Node(encoding: record),
        try Node(encoding: dataset, kindKey: "kind"),
        try Node(encoding: partition, kindKey: "kind"),
        Node(try clients.map { try Node(encoding: $0) }),
        try Node(encoding: model, kindKey: "kind"), try Node(encoding: training),
        try Node(encoding: strategy, kindKey: "kind"),
        try Node(encoding: participation), try Node(encoding: utility),
        Node(try valuation.map { try Node(encoding: $0, kindKey: "method") }),
        try Node(encoding: engine),
        Node(apportionVersion),
      ]
      return zip(Self.keys, values).map { (Node($0), $1) }
    }
  }
}
