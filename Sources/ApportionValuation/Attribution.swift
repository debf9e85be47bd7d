/// The values that a valuation method assigns to the players, with their standard errors.
public struct Attribution: Codable, Hashable, Sendable {
  /// One value per player, in the units of the game.
  public var values: [Double]

  /// One standard error per player, in the same units.
  ///
  /// It is 0 if the value is exact up to rounding, and nil if the value is an estimate whose sample does
  /// not determine its error.
  public var standardErrors: [Double?]

  /// The number of worths that were requested from the game.
  public var evaluations: Int

  /// The axioms that hold exactly for these values.
  public var guarantees: Axioms

  /// Further results of the method by name, in the units of the game.
  ///
  /// The least core and the nucleolus have a `subsidy`; most methods have none.
  public var figures: [String: Double]

  /// Creates an attribution; without standard errors, the values are exact.
  public init(
    values: [Double], standardErrors: [Double?]? = nil, evaluations: Int, guarantees: Axioms,
    figures: [String: Double] = [:]
  ) {
    self.values = values
    self.standardErrors = standardErrors ?? Array(repeating: 0, count: values.count)
    self.evaluations = evaluations
    self.guarantees = guarantees
    self.figures = figures
  }

  /// Whether all values are exact: all standard errors are 0.
  public var isExact: Bool { standardErrors.allSatisfy { $0 == 0 } }
}
