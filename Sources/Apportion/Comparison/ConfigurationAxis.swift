/// A part of the configuration that differs between the runs of a comparison, and the values it takes.
///
/// ```swift
/// ConfigurationAxis("partition.alpha", [0.1, 1, 100]) {
///   $0.partition = DirichletLabels(clients: 6, alpha: $1)
/// }
/// ```
public struct ConfigurationAxis: Sendable {
  /// What tables and folders call it; a config's key where there is one.
  public let key: String
  let values: [Value]

  struct Value: Sendable {
    let label: String
    let set: @Sendable (inout Configuration) -> Void
  }

  /// - Parameters:
  ///   - key: what tables and folders call it.
  ///   - values: each is told apart by its description.
  ///   - set: puts a value into a configuration.
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
  /// A comparison that is made in code.
  ///
  /// - Parameters:
  ///   - configuration: what all runs have in common. Its seed is the first, and its name the comparison's.
  ///   - strategies: those to compare, or none for the configuration's own.
  ///   - axes: what else differs; runs are made for every combination of their values.
  ///   - plan: how often, and how results are looked at. Its axes are those given here.
  ///   - catalogs: as ``Experiment`` has them.
  /// - Throws: `InvalidSetting` where a configuration is not valid or two are the same, or where the comparison
  ///   asks for too many runs.
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
      mustBe: "fewer, because there are fewer seeds from \(configuration.seed) on")
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
