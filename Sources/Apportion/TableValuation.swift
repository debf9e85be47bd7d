import ApportionPrimitives
public import ApportionValuation

/// What a method makes of a table of worths.
public struct TableValuation: Encodable, Sendable {
  /// What to call the table.
  public let table: String
  public let method: any ValuationMethod
  /// What a method that samples drew from.
  public let seed: UInt64
  public let attribution: Attribution
  /// One rank per player; 1 has the highest value, and equal values share a rank.
  public let ranks: [Int]
  /// The values as fractions of their sum, where that means anything.
  public let shares: Shares
  /// How far values would move with other players of the same kind, one standard error per player; nil
  /// where it was not asked.
  public let populationErrors: [Double]?
  /// How well sums of values order coalitions; nil where they, or their worths, are all the same.
  public let linearDatamodellingScore: Double?
  /// Σ φᵢ − (v(N) − v(∅)).
  public let efficiencyResidual: Double

  /// Values the players of a table.
  ///
  /// - Parameters:
  ///   - table: the worths of all coalitions.
  ///   - name: what to call the table.
  ///   - method: any.
  ///   - seed: where a method that samples draws from, by its name.
  ///   - population: whether to leave out one player after the other.
  /// - Throws: what the method throws.
  public init(
    of table: CoalitionTable, named name: String, by method: any ValuationMethod, seed: UInt64,
    population: Bool = false
  ) async throws {
    (self.table, self.method, self.seed) = (name, method, seed)
    let stream = RandomStream(seed: seed).child("valuation").child(type(of: method).id)
    attribution = try await method.attribute(table, using: stream)
    let values = attribution.values
    ranks = values.map { value in 1 + values.count { $0 > value } }
    shares = Shares(of: values)
    populationErrors =
      population ? try await method.populationErrors(on: table, using: stream) : nil
    linearDatamodellingScore = table.linearDatamodellingScore(of: values)
    efficiencyResidual = table.efficiencyResidual(of: values)
  }

  private enum Key: String, CodingKey {
    case version, table, method, settings, seed, players, evaluations, guarantees, values,
      standardErrors, populationErrors, ranks, shares, sharesWithheld, linearDatamodellingScore,
      efficiencyResidual, figures
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(apportionVersion, forKey: .version)
    try container.encode(table, forKey: .table)
    try container.encode(type(of: method).id, forKey: .method)
    try container.encode(method, forKey: .settings)
    try container.encode(seed, forKey: .seed)
    try container.encode(attribution.values.count, forKey: .players)
    try container.encode(attribution.evaluations, forKey: .evaluations)
    try container.encode(attribution.guarantees.names, forKey: .guarantees)
    try container.encode(attribution.values, forKey: .values)
    try container.encode(attribution.standardErrors, forKey: .standardErrors)
    try container.encode(populationErrors, forKey: .populationErrors)
    try container.encode(ranks, forKey: .ranks)
    switch shares {
    case .fractions(let fractions):
      try container.encode(fractions, forKey: .shares)
      try container.encodeNil(forKey: .sharesWithheld)
    case .withheld(let reason):
      try container.encodeNil(forKey: .shares)
      try container.encode(reason, forKey: .sharesWithheld)
    }
    try container.encode(linearDatamodellingScore, forKey: .linearDatamodellingScore)
    try container.encode(efficiencyResidual, forKey: .efficiencyResidual)
    try container.encode(attribution.figures, forKey: .figures)
  }
}
