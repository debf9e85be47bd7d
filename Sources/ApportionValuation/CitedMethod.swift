import ApportionPrimitives

/// A method that states its cost and its source in a few words each, for lists of methods.
///
/// Every method of this package conforms; methods defined elsewhere need not.
public protocol CitedMethod: ValuationMethod {
  /// The number of evaluations for n players, such as `"n + 1"`.
  static var cost: String { get }

  /// The authors and the year, such as `"Shapley 1953"`.
  ///
  /// The documentation of the type has the title.
  static var source: String { get }
}

extension CitedMethod where Self: TableMethod {
  public static var cost: String { "2ⁿ" }
}

extension CitedMethod where Self: Estimator {
  public static var cost: String { "up to 2ⁿ or `budget`" }
}
