public import ApportionPrimitives
public import ApportionSimulation
public import ApportionValuation

/// The components that a config may name.
///
/// Add your own with `catalogs.methods = catalogs.methods.adding(Mine.self)`. Catalogs are needed wherever a
/// config is read: from a file, from a run's folder, or from a comparison's folder.
public struct Catalogs: Sendable {
  /// The data sets.
  public var datasets = Catalog.datasets
  /// The partitioners.
  public var partitioners = Catalog.partitioners
  /// The kinds of models.
  public var models = Catalog.models
  /// The strategies.
  public var strategies = Catalog.strategies
  /// The valuation methods.
  public var methods = Catalog.methods

  /// Creates catalogs of the components of this package.
  public init() {}

  /// The components of this package.
  public static let builtIn = Catalogs()

  /// These catalogs, extended by the types that `configuration` consists of.
  ///
  /// - Throws: `TakenName` if one of them has the id of another type.
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
