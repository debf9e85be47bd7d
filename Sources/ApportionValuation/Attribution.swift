/// What a valuation method says each player is worth, and how sure it is.
public struct Attribution: Codable, Hashable, Sendable {
  /// One value per player, in the units of the game.
  public var values: [Double]

  /// One standard error per player, in the same units: 0 where the value is exact up to rounding, nil
  /// where it is an estimate whose sample does not tell its error.
  public var standardErrors: [Double?]

  /// How many times the game was asked for a worth.
  public var evaluations: Int

  /// What holds exactly for these values.
  public var guarantees: Axioms

  /// What the method computes beside the values, by name, in the units of the game.
  ///
  /// The least core has its `subsidy`; most methods have none.
  public var figures: [String: Double]

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

  /// Whether no value is an estimate.
  public var isExact: Bool { standardErrors.allSatisfy { $0 == 0 } }
}
