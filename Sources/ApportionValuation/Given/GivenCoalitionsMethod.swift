public import ApportionPrimitives

/// An estimator that can also work from coalitions that somebody else chose.
///
/// Values and standard errors are as good as the ``assumption``.
public protocol GivenCoalitionsMethod: Estimator {
  /// What is assumed of the coalitions, to follow "assume that".
  var assumption: String { get }

  /// Values every player from the coalitions of a table; `evaluations` is how many of them were used.
  ///
  /// - Parameters:
  ///   - table: the coalitions, the empty and the grand one among them.
  ///   - stream: what a method draws from that chooses among the coalitions.
  /// - Returns: values with standard errors, nil where the coalitions do not tell the error.
  /// - Throws: ``MissingCoalitions`` where coalitions are missing without which the method cannot work,
  ///   and ``UndeterminedByTable`` where those that are there do not determine the values.
  func attribution(
    given table: PartialTable, using stream: RandomStream
  ) throws -> Attribution
}

/// Why the coalitions of a partial table do not determine the values of a method.
public enum UndeterminedByTable: Error, Hashable, Sendable {
  /// No coalitions of one size tell some players apart.
  case alike
  /// There is no order of the players along which all coalitions are there, or all of its reverse, too.
  case noOrder(paired: Bool)
}

extension GivenCoalitionsMethod {
  public var assumption: String {
    "missing coalitions are like those of the same size that are there"
  }
}
