import ApportionPrimitives
import ApportionSimulation
import Yams

extension ComparisonMatrix {
  /// Reads a config file that has a section `compare`.
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

  /// Reads the text of a config that has a section `compare`.
  ///
  /// - Parameters:
  ///   - text: YAML, or JSON, which is a subset of it.
  ///   - path: the name of the config in messages.
  ///   - name: the comparison's name if the config gives none.
  ///   - overrides: `path.to.key=value`, in the form of the option `--set`.
  ///   - catalogs: the components that the config may name.
  /// - Throws: ``ConfigError``.
  public init(
    yaml text: String, path: String = "config", name: String = "comparison",
    overriding overrides: [String] = [], catalogs: Catalogs = .builtIn
  ) throws {
    let source = try ConfigSource(path: path, text: text, overrides: overrides)
    let section: ConfigPath = [.key(Configuration.comparisonKey)]
    guard let given = source.root.part(at: section) else {
      throw ConfigError(
        place: path, key: Configuration.comparisonKey,
        problem: """
          is missing, so there is nothing to compare; write, for example, \
          compare: {axes: {strategy: [{kind: fed-avg}, {kind: krum}]}}, or use `apportion run`
          """)
    }
    guard given.mapping != nil else {
      throw source.error(
        at: section,
        "is \(given.summary), but must be a mapping such as {axes: {partition.alpha: [1, 10]}}")
    }
    let axes = try source.axes()
    let strategies = axes.first { $0.target == strategyPath }
    let others = axes.filter { $0.target != strategyPath }
    try check(combinations: axes.map(\.values.count), of: source)
    let settings = combinations(of: others.map(\.values.count))
    let sources = try settings.map { try source.setting(others, to: $0) }
    let configurations = try sources.map { own in
      try (0..<(strategies?.values.count ?? 1)).map { index in
        try Configuration(
          own.setting([strategies].compactMap(\.self), to: [index]), name: name, catalogs: catalogs)
      }
    }
    let plan = try source.comparisonPlan(axes, default: configurations[0][0], catalogs: catalogs)
    try source.checkDifferences(
      zip(settings, configurations).flatMap { setting, row in
        row.enumerated().map { (setting + [$0.offset], $0.element) }
      }, axes: others + [strategies].compactMap(\.self))
    try source.check(configurations[0][0], strategies: configurations[0].map(\.strategy), plan)
    let values = try settings.map { setting in
      try zip(others, setting).map { try $0.values[$1].oneLine }
    }
    do {
      try self.init(
        plan, configurations: configurations, values: values, keys: others.map(\.target.text),
        catalogs: catalogs)
    } catch let error as InvalidSetting {
      throw source.error(at: section, "is \(error.value), but must be \(error.allowed)")
    }
  }
}

private let strategyPath: ConfigPath = [.key("strategy")]

/// All tuples of one index below each count; the last index changes fastest.
private func combinations(of counts: [Int]) -> [[Int]] {
  counts.reduce([[]]) { heads, count in
    heads.flatMap { head in (0..<count).map { head + [$0] } }
  }
}

/// Refuses axes whose product is too large to compute, before it is formed.
private func check(combinations counts: [Int], of source: ConfigSource) throws {
  guard counts.reduce(1, { $0 * Double($1) }) > ComparisonMatrix.mostRuns else { return }
  throw source.error(
    at: [.key(Configuration.comparisonKey), .key("axes")],
    "ask for \(counts.map(String.init).joined(separator: " × ")) combinations; at most 1,000,000 "
      + "runs are made")
}

extension ConfigSource {
  /// A copy of this source with each axis set to its value at the given index.
  fileprivate func setting(_ axes: [WrittenAxis], to indices: [Int]) throws -> ConfigSource {
    var copy = self
    for (axis, index) in zip(axes, indices) {
      try copy.put(
        axis.values[index], at: axis.target, place: place(of: axis.path + [.index(index)]))
    }
    return copy
  }

  /// The section `compare`, with its axes in the form that ``ComparisonPlan/axes`` has.
  fileprivate func comparisonPlan(
    _ axes: [WrittenAxis], default configuration: Configuration, catalogs: Catalogs
  ) throws -> ComparisonPlan {
    var fallback = ComparisonPlan()
    fallback.utility = configuration.utility
    let path: ConfigPath = [.key(Configuration.comparisonKey), .key("axes")]
    var copy = self
    try copy.put(
      Node(axes.map { try Node(encoding: $0.summary) }), at: path, place: place(of: path))
    let reader = ConfigReader(source: copy, strategies: catalogs.strategies)
    let plan = try reader.value(Configuration.comparisonKey, default: fallback)
    try reader.inRange {
      do throws(InvalidSetting) {
        try plan.validate()
      } catch {
        throw error.inside(Configuration.comparisonKey)
      }
    }
    return plan
  }

  /// Refuses two values of an axis that make the same runs.
  ///
  /// Examples are 1 and 1.0, or a strategy with and without its default settings written out.
  ///
  /// - Parameters:
  ///   - combinations: the index of each axis's value, and the resulting configuration.
  ///   - axes: in the same order.
  /// - Throws: ``ConfigError``.
  fileprivate func checkDifferences(
    _ combinations: [([Int], Configuration)], axes: [WrittenAxis]
  ) throws {
    var seen: [String: [Int]] = [:]
    for (indices, configuration) in combinations {
      guard let former = seen.updateValue(indices, forKey: try configuration.yaml()) else {
        continue
      }
      let place = indices.indices.first { indices[$0] != former[$0] } ?? 0
      let axis = axes[place]
      throw error(
        at: axis.path + [.index(indices[place])],
        "makes the same runs as `\((axis.path + [.index(former[place])]).text)`; remove one")
    }
  }

  /// Refuses settings that a single run may have but a comparison may not, and too few seeds.
  fileprivate func check(
    _ first: Configuration, strategies: [any Strategy], _ plan: ComparisonPlan
  ) throws {
    let section: ConfigPath = [.key(Configuration.comparisonKey)]
    guard first.repetition == 0 else {
      throw error(
        at: [.key("repetition")],
        "is \(first.repetition), but a comparison makes its own; set their number with `compare.repeats`"
      )
    }
    guard first.seed <= .max - UInt64(plan.seeds - 1) else {
      throw error(
        at: section + [.key("seeds")],
        "is \(plan.seeds), but fewer seeds exist from \(first.seed) on")
    }
    guard strategies.count(where: { $0 is FedRandom }) < 2 else {
      throw error(
        at: section + [.key("axes"), .key("strategy")],
        "names fed-random more than once; the fixed strategies are compared with one, so make a "
          + "comparison for each")
    }
  }
}
