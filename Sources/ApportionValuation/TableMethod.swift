public import ApportionPrimitives

/// A method that computes its values from the worths of all coalitions.
///
/// - Cost: exactly *2ⁿ* evaluations and as many stored worths.
public protocol TableMethod: LimitedMethod {
  /// One value per player of `table`, which has 1 to `maximumPlayers` players.
  func values(of table: CoalitionTable) -> [Double]

  /// The values, and the method's further results, which become ``Attribution/figures``.
  func valuesAndFigures(
    of table: CoalitionTable
  ) -> (values: [Double], figures: [String: Double])
}

extension TableMethod {
  public func valuesAndFigures(
    of table: CoalitionTable
  ) -> (values: [Double], figures: [String: Double]) {
    (values(of: table), [:])
  }

  public func validate() throws { try checkLimit() }

  public func checkPlayers(_ n: Int) throws { try checkLimit(players: n) }

  public func evaluations(forPlayers n: Int) -> Int { coalitionCount(players: n) }

  public func attribute(
    _ game: some CoalitionGame, using stream: RandomStream
  ) async throws -> Attribution {
    try checkPlayers(game.playerCount)
    let table = try await CoalitionTable(of: game)
    let (values, figures) = valuesAndFigures(of: table)
    return Attribution(
      values: values, evaluations: table.worths.count, guarantees: guarantees, figures: figures)
  }

  func checkLimit() throws {
    try InvalidSetting.check(
      "maximumPlayers", maximumPlayers, (1...30).contains(maximumPlayers), mustBe: "from 1 to 30")
  }

  func checkLimit(players n: Int) throws {
    guard n > 0 else { throw ValuationError.noPlayers(method: Self.id) }
    guard n <= maximumPlayers else {
      throw ValuationError.tooManyPlayers(method: Self.id, players: n, limit: maximumPlayers)
    }
  }
}

/// *2ⁿ*, or the largest `Int` if *2ⁿ* does not fit.
func coalitionCount(players n: Int) -> Int { n < Int.bitWidth - 1 ? 1 << n : .max }
