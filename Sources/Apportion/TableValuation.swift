import ApportionPrimitives
public import ApportionStore
public import ApportionValuation

/// The values of a table of utilities by one method.
public struct TableValuation: Encodable, Sendable {
  /// The name of the table.
  public let table: String
  /// The players' names, or nil if they have only numbers.
  public let players: [String]?
  /// The number of coalitions in the table.
  public let coalitions: Int
  /// The method that values the players.
  public let method: any ValuationMethod
  /// The seed of a method that samples.
  public let seed: UInt64
  /// The values and their standard errors.
  public let attribution: Attribution
  /// The assumption about the missing coalitions on which the values and their standard errors rest; nil if
  /// the table has all coalitions that the method needs.
  public let assumption: String?
  /// One rank per player; 1 has the highest value, and equal values share a rank.
  public let ranks: [Int]
  /// The values as fractions of their sum, if that is meaningful.
  public let shares: Shares
  /// The standard error of each value over a population of similar players; nil if it was not asked for.
  public let populationErrors: [Double]?
  /// How well sums of values order coalitions; nil if all sums, or all utilities, are equal.
  public let linearDatamodellingScore: Double?
  /// Σ φᵢ − (v(N) − v(∅)), and 0 if it is within rounding; nil if the table lacks one of the two.
  public let efficiencyResidual: Double?

  /// Values the players of a table that has all coalitions.
  ///
  /// - Parameters:
  ///   - table: the utilities of all coalitions.
  ///   - players: their names, if they have any.
  ///   - name: the name of the table.
  ///   - method: any. The default of `maximumPlayers` does not apply up to
  ///     `LimitedMethod/largestTable` players, because nothing has to be evaluated.
  ///   - seed: the seed of a method that samples; its stream also depends on the method's id.
  ///   - population: whether to compute population standard errors by leaving out each player in turn.
  /// - Throws: ``TableValuationError``, or what the method throws.
  public init(
    of table: CoalitionTable, players: [String]? = nil, named name: String,
    by method: any ValuationMethod, seed: UInt64, population: Bool = false
  ) async throws {
    let stream = Self.stream(method, seed: seed)
    let method = method.forTable(players: table.playerCount)
    do {
      try await self.init(
        table: name, players: players, coalitions: table.worths.count, method: method, seed: seed,
        attribution: method.attribution(of: table, using: stream), assumption: nil,
        populationErrors: population
          ? method.populationErrors(on: table, using: stream) : nil,
        largest: table.largestWorth, score: { table.linearDatamodellingScore(of: $0) },
        residual: { table.efficiencyResidual(of: $0) })
    } catch ValuationError.tooManyPlayers(let id, let players, let limit) {
      throw TableValuationError(
        table: name,
        problem: """
          \(players) players are more than \(id) accepts, which is \(limit); raise the limit with --set \
          maximum_players=\(players), or use a method that samples, such as bordered-regression
          """)
    }
  }

  /// Values the players of a table that may lack coalitions.
  ///
  /// - Parameters:
  ///   - table: the utilities that are known.
  ///   - players: their names, if they have any.
  ///   - name: the name of the table.
  ///   - method: one whose coalitions are all in the table, or one that works from given coalitions.
  ///   - seed: the seed of a method that samples; its stream also depends on the method's id.
  ///   - population: whether to compute population standard errors by leaving out each player in turn, which
  ///     needs all coalitions.
  /// - Throws: ``TableValuationError``, or what the method throws.
  public init(
    of table: PartialTable, players: [String]? = nil, named name: String,
    by method: any ValuationMethod, seed: UInt64, population: Bool = false
  ) async throws {
    if let complete = table.complete {
      try await self.init(
        of: complete, players: players, named: name, by: method, seed: seed, population: population)
      return
    }
    let reader = PartialTableReader(table: table, players: players, name: name)
    guard !population else { throw reader.noPopulation }
    let (attribution, assumption) = try await reader.attribution(
      by: method, using: Self.stream(method, seed: seed))
    try self.init(
      table: name, players: players, coalitions: table.coalitions.count, method: method, seed: seed,
      attribution: attribution, assumption: assumption, populationErrors: nil,
      largest: table.utilities.reduce(0) { max($0, abs($1)) },
      score: { table.linearDatamodellingScore(of: $0) },
      residual: { table.efficiencyResidual(of: $0) })
  }

  /// Values the players of a file.
  ///
  /// - Throws: ``TableValuationError``, or what the method throws.
  public init(
    of file: CoalitionFile, named name: String, by method: any ValuationMethod, seed: UInt64,
    population: Bool = false
  ) async throws {
    if let complete = file.complete {
      try await self.init(
        of: complete, players: file.players, named: name, by: method, seed: seed,
        population: population)
    } else {
      try await self.init(
        of: file.table, players: file.players, named: name, by: method, seed: seed,
        population: population)
    }
  }

  private init(
    table: String, players: [String]?, coalitions: Int, method: any ValuationMethod, seed: UInt64,
    attribution: Attribution, assumption: String?, populationErrors: [Double]?, largest: Double,
    score: ([Double]) -> Double?, residual: ([Double]) -> Double?
  ) throws {
    let values = attribution.values
    (self.table, self.players, self.coalitions) = (table, players, coalitions)
    (self.method, self.seed) = (method, seed)
    (self.attribution, self.assumption) = (attribution, assumption)
    self.populationErrors = populationErrors
    let rounding = Ties.rounding(ofSize: largest)
    ranks = Ties.ranks(of: values, within: rounding)
    shares = Shares(of: values, rounding: rounding)
    linearDatamodellingScore = score(values)
    efficiencyResidual = residual(values).map {
      abs($0) <= rounding * Double(values.count) ? 0 : $0
    }
    let numbers =
      values + attribution.standardErrors.compactMap(\.self) + Array(attribution.figures.values)
      + (populationErrors ?? []) + [efficiencyResidual].compactMap(\.self)
    guard numbers.allSatisfy(\.isFinite), values.reduce(0, { $0 + abs($1) }).isFinite else {
      throw TableValuationError(
        table: table,
        problem: """
          the utilities are so large that sums or squares of them overflow; divide all of them \
          by one number, which divides the values by the same number
          """)
    }
  }

  /// The number of all coalitions, or nil if the table has all of them.
  public var allCoalitions: String? {
    let n = attribution.values.count
    return n < 62 && coalitions == 1 << n ? nil : coalitionCount(of: n)
  }

  private static func stream(_ method: any ValuationMethod, seed: UInt64) -> RandomStream {
    RandomStream(seed: seed).child("valuation").child(type(of: method).id)
  }

  private enum Key: String, CodingKey {
    case version, table, method, settings, seed, players, evaluations, guarantees, values,
      standardErrors, populationErrors, ranks, shares, sharesWithheld, linearDatamodellingScore,
      efficiencyResidual, figures, names, coalitions, assumption
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(apportionVersion, forKey: .version)
    try container.encode(table, forKey: .table)
    try container.encode(type(of: method).id, forKey: .method)
    try container.encode(method, forKey: .settings)
    try container.encode(seed, forKey: .seed)
    try container.encode(attribution.values.count, forKey: .players)
    try container.encode(players, forKey: .names)
    try container.encode(coalitions, forKey: .coalitions)
    try container.encode(assumption, forKey: .assumption)
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
