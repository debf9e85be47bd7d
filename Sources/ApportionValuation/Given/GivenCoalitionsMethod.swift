public import ApportionPrimitives

/// An estimator that can also use coalitions that it did not draw itself.
///
/// The values and standard errors are only as good as the ``assumption``.
public protocol GivenCoalitionsMethod: Estimator {
  /// What is assumed about the coalitions, worded to follow "assume that".
  var assumption: String { get }

  /// Values every player from the coalitions of a table; `evaluations` is the number of coalitions used.
  ///
  /// - Parameters:
  ///   - table: the coalitions, including the empty and the grand one.
  ///   - stream: the source of randomness for a method that chooses among the coalitions.
  /// - Returns: values with standard errors, which are nil if the coalitions do not determine the error.
  /// - Throws: ``MissingCoalitions`` if coalitions that the method needs are missing, and
  ///   ``UndeterminedByTable`` if the given ones do not determine the values.
  func attribution(
    given table: PartialTable, using stream: RandomStream
  ) throws -> Attribution
}

/// Why the coalitions of a partial table do not determine the values of a method.
public enum UndeterminedByTable: Error, Hashable, Sendable {
  /// Some players are not distinguished by the coalitions of any size.
  case alike
  /// No order of the players has all its coalitions given or, if `paired`, also those of its reverse.
  case noOrder(paired: Bool)
}

extension GivenCoalitionsMethod {
  public var assumption: String {
    "missing coalitions are like the given ones of the same size"
  }
}
