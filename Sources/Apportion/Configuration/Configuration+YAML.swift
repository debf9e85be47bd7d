import ApportionPrimitives
import ApportionReconstruction
import ApportionSimulation
import ApportionValuation
import Foundation
import Yams

extension Configuration {
  /// Reads a config file.
  ///
  /// - Parameters:
  ///   - path: taken from the working directory.
  ///   - overrides: `path.to.key=value`, as `--set` has them.
  /// - Throws: ``ConfigError`` with file, line and column; ``DataError`` when there is no file.
  public init(contentsOf path: String, overriding overrides: [String] = []) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw DataError.missingFile(path: path, looked: [])
    }
    guard !isFolder.boolValue else {
      throw DataError.unreadable(path: path, reason: "it is a folder")
    }
    let text: String
    do {
      text = try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw DataError.unreadable(path: path, reason: "it is not a text file in UTF-8")
    }
    let stem = URL(filePath: path).deletingPathExtension().lastPathComponent
    try self.init(yaml: text, path: path, name: stem, overriding: overrides)
  }

  /// Reads the text of a config.
  ///
  /// - Parameters:
  ///   - text: YAML, or JSON, which is a part of it.
  ///   - path: what to call it in messages.
  ///   - name: the experiment's name where the config gives none.
  ///   - overrides: `path.to.key=value`, as `--set` has them.
  /// - Throws: ``ConfigError``.
  public init(
    yaml text: String, path: String = "config", name: String = "experiment",
    overriding overrides: [String] = []
  ) throws {
    let source = try ConfigSource(path: path, text: text, overrides: overrides)
    let reader = ConfigReader(source: source)
    // Before the keys, because those of another version may be unknown to this one.
    let version = try reader.value("version", default: apportionVersion)
    guard version == apportionVersion else {
      throw source.error(
        at: [.key("version")],
        """
        is \(version), but this program is \(apportionVersion); numbers may differ. Remove the key \
        to run anyway
        """)
    }
    try reader.checkKeys(Self.keys)
    self.name = try reader.value("name", default: name) { name in
      try InvalidSetting.check(
        "", "\"\(name)\"", !name.isEmpty && !name.hasPrefix(".") && !name.contains("/"),
        mustBe: "a file name: not empty, without slashes, not starting with a dot")
    }
    seed = try reader.value("seed", default: seed)
    record = try reader.value("record", default: record)
    dataset = try reader.choice("dataset", of: .datasets, default: dataset)
    partition = try reader.choice("partition", of: .partitioners, default: partition)
    clients = try reader.list("clients", each: ClientException()) { try $0.validate() }
    model = try reader.choice("model", of: .models, default: model)
    training = try reader.value("training", default: training) { try $0.validate() }
    strategy = try reader.choice("strategy", of: .strategies, default: strategy)
    participation = try reader.value("participation", default: participation) {
      try $0.validate()
    }
    utility = try reader.value("utility", default: utility)
    valuation = try reader.choices(
      "valuation", of: .methods, kindKey: "method", default: valuation)
    engine = try reader.value("engine", default: engine)
    let ids = valuation.map { type(of: $0).id }
    if let twice = ids.indices.first(where: { ids[..<$0].contains(ids[$0]) }) {
      throw source.error(
        at: [.key("valuation"), .index(twice)], "names \(ids[twice]) a second time; once is enough")
    }
  }

  private static let keys = [
    "name", "seed", "record", "dataset", "partition", "clients", "model", "training", "strategy",
    "participation", "utility", "valuation", "engine", "version",
  ]

  /// The config with every default spelt out: it is a config itself and gives the same bits.
  public func yaml() throws -> String {
    func kind(_ item: some Configurable, as key: String = "kind") throws -> Node {
      var node = Node([(Node(key), Node(type(of: item).id))])
      for (name, value) in try Node(encoding: item).mapping ?? [:] { node.mapping?[name] = value }
      return node
    }
    let sections: [Node] = [
      try Node(encoding: name), try Node(encoding: seed), try Node(encoding: record),
      try kind(dataset), try kind(partition), Node(try clients.map { try Node(encoding: $0) }),
      try kind(model), try Node(encoding: training), try kind(strategy),
      try Node(encoding: participation), try Node(encoding: utility),
      Node(try valuation.map { try kind($0, as: "method") }), try Node(encoding: engine),
      Node(apportionVersion),
    ]
    let pairs = zip(Self.keys, sections).map { (Node($0), $1) }
    return try serialize(node: Node(pairs), width: -1)
  }
}
