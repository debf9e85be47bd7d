import ApportionPrimitives

/// A method that says, in a few words each, what it costs and where it comes from, as lists of methods
/// show it.
///
/// Every method of this package does; those of others need not.
public protocol CitedMethod: ValuationMethod {
  /// How many evaluations n players take: `"n + 1"`.
  static var cost: String { get }

  /// The authors and the year: `"Shapley 1953"`. The documentation of the type has the title.
  static var source: String { get }
}

extension CitedMethod where Self: TableMethod {
  public static var cost: String { "2ⁿ" }
}

extension CitedMethod where Self: Estimator {
  public static var cost: String { "up to 2ⁿ or \(Self().budget), or as told" }
}
