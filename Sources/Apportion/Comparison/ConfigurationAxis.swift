/// A part of the configuration that differs between the runs of a comparison, with its values.
///
/// ```swift
/// ConfigurationAxis("partition.alpha", [0.1, 1, 100]) {
///   $0.partition = DirichletLabels(clients: 6, alpha: $1)
/// }
/// ```
public struct ConfigurationAxis: Sendable {
  /// Its name in tables and folders; the config key, if one exists.
  public let key: String
  let values: [Value]

  struct Value: Sendable {
    let label: String
    let set: @Sendable (inout Configuration) -> Void
  }

  /// Creates an axis.
  ///
  /// - Parameters:
  ///   - key: its name in tables and folders.
  ///   - values: each is identified by its description.
  ///   - set: sets a configuration to a value.
  public init<Item: CustomStringConvertible & Sendable>(
    _ key: String, _ values: [Item],
    set: @escaping @Sendable (inout Configuration, Item) -> Void
  ) {
    self.key = key
    self.values = values.map { value in
      Value(label: value.description) { set(&$0, value) }
    }
  }
}

extension ComparisonMatrix {
  /// Creates a comparison in code.
  ///
  /// - Parameters:
  ///   - configuration: what all runs have in common. Its seed is the first seed, and its name is the
  ///     comparison's name.
  ///   - strategies: the strategies to compare, or none for the configuration's own.
  ///   - axes: what else differs; runs are made for every combination of their values.
  ///   - plan: seeds, repetitions and evaluation. Its axes are replaced by those given here.
  ///   - catalogs: the components known besides those in the configurations.
  /// - Throws: `InvalidSetting` if a configuration is not valid, if two are the same, or if the
  ///   comparison has too many runs.
  public init(
    of configuration: Configuration, strategies: [any Strategy] = [],
    axes: [ConfigurationAxis] = [], plan: ComparisonPlan = ComparisonPlan(),
    catalogs: Catalogs = .builtIn
  ) throws {
    try plan.validate()
    try InvalidSetting.check(
      "repetition", configuration.repetition, configuration.repetition == 0,
      mustBe: "0: a comparison makes its own repetitions")
    try InvalidSetting.check(
      "seeds", plan.seeds, configuration.seed <= .max - UInt64(plan.seeds - 1),
      mustBe: "fewer, because fewer seeds exist from \(configuration.seed) on")
    for axis in axes {
      try InvalidSetting.check(
        "axes", "\(axis.key) without values", !axis.values.isEmpty,
        mustBe: "axes of at least one value each")
    }
    let strategies = strategies.isEmpty ? [configuration.strategy] : strategies
    try InvalidSetting.check(
      "strategies", "\(strategies.count { $0 is FedRandom }) times \(FedRandom.id)",
      strategies.count { $0 is FedRandom } < 2,
      mustBe: "a list with one \(FedRandom.id) at most, which the others are compared with")
    let combinations = axes.reduce(Double(strategies.count)) { $0 * Double($1.values.count) }
    try InvalidSetting.check(
      "axes", "\(combinations) combinations", combinations <= Self.mostRuns,
      mustBe: "at most 1,000,000")

    let settings = axes.reduce([[]]) { (heads: [[ConfigurationAxis.Value]], axis) in
      heads.flatMap { head in axis.values.map { head + [$0] } }
    }
    var seen: Set<String> = []
    var all = catalogs
    let configurations = try settings.map { setting in
      try strategies.map { strategy in
        var own = configuration
        for value in setting { value.set(&own) }
        own.strategy = strategy
        try own.validate()
        all = try all.including(own)
        let labels = (setting.map(\.label) + [type(of: strategy).id]).joined(separator: ", ")
        try InvalidSetting.check(
          "axes", "the same configuration twice (\(labels))", seen.insert(try own.yaml()).inserted,
          mustBe: "such that every run differs from every other")
        return own
      }
    }
    var plan = plan
    plan.axes = axes.map { ComparisonAxis(key: $0.key, values: $0.values.map(\.label)) }
    try self.init(
      plan, configurations: configurations, values: settings.map { $0.map(\.label) },
      keys: axes.map(\.key), catalogs: all,
      isMadeInCode: true)
  }
}
