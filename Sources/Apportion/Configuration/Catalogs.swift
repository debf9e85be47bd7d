public import ApportionPrimitives
public import ApportionSimulation
public import ApportionValuation

/// The things that a config may name.
///
/// Your own join with `catalogs.methods = catalogs.methods.adding(Mine.self)`. They are needed wherever a config
/// is read: from a file, from a run's folder, from a comparison's.
public struct Catalogs: Sendable {
  public var datasets = Catalog.datasets
  public var partitioners = Catalog.partitioners
  public var models = Catalog.models
  public var strategies = Catalog.strategies
  public var methods = Catalog.methods

  public init() {}

  /// What comes with the package.
  public static let builtIn = Catalogs()

  /// These catalogs, and the types that `configuration` is made of.
  ///
  /// - Throws: `TakenName` where one of them has the id of another type.
  func including(_ configuration: Configuration) throws(TakenName) -> Catalogs {
    var own = self
    own.datasets = try datasets.including(type(of: configuration.dataset))
    own.partitioners = try partitioners.including(type(of: configuration.partition))
    own.models = try models.including(type(of: configuration.model))
    for strategy in configuration.strategy.withCandidates {
      own.strategies = try own.strategies.including(type(of: strategy))
    }
    for method in configuration.valuation {
      own.methods = try own.methods.including(type(of: method))
    }
    return own
  }
}

extension Strategy {
  /// The strategy, and those that it draws from.
  fileprivate var withCandidates: [any Strategy] {
    guard let random = self as? FedRandom else { return [self] }
    return [self] + random.of.flatMap { $0.strategy.withCandidates }
  }
}
