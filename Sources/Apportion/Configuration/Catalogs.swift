public import ApportionPrimitives
public import ApportionSimulation
public import ApportionValuation

/// The things that a config may name.
///
/// Your own join with `catalogs.methods = catalogs.methods.adding(Mine.self)`.
public struct Catalogs: Sendable {
  public var datasets = Catalog.datasets
  public var partitioners = Catalog.partitioners
  public var models = Catalog.models
  public var strategies = Catalog.strategies
  public var methods = Catalog.methods

  public init() {}

  /// What comes with the package.
  public static let builtIn = Catalogs()
}
