/// What a valuation method says each player is worth, and how sure it is.
public struct Attribution: Codable, Hashable, Sendable {
  /// One value per player, in the units of the game.
  public var values: [Double]

  /// One standard error per player, in the same units; zero for methods that do not sample.
  public var standardErrors: [Double]

  /// How many times the game was asked for a worth.
  public var evaluations: Int

  /// What holds exactly for these values.
  public var guarantees: Axioms

  public init(
    values: [Double], standardErrors: [Double]? = nil, evaluations: Int, guarantees: Axioms
  ) {
    self.values = values
    self.standardErrors = standardErrors ?? Array(repeating: 0, count: values.count)
    self.evaluations = evaluations
    self.guarantees = guarantees
  }
}
