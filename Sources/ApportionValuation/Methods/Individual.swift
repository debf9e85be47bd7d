public import ApportionPrimitives

/// The individual value: what a player adds to the empty coalition.
///
///     φᵢ = v({i}) − v(∅)
///
/// - Shape: `values.count == game.playerCount`.
/// - Units: those of the game.
/// - Error: none beyond the game's own.
/// - Cost: exactly n + 1 evaluations.
/// - Source: Dubey, Neyman & Weber, "Value theory without efficiency", Mathematics of Operations
///   Research 6(1), 1981, as the semivalue with all weight on ∅.
public struct Individual: CitedMethod {
  public static let id = "individual"
  public static let summary = "what the player is worth alone"
  public static let cost = "n + 1"
  public static let source = "Dubey, Neyman & Weber 1981"

  public init() {}

  public var estimand: Semivalue? { .individual }
  public var guarantees: Axioms { [.symmetry, .nullPlayer, .linearity] }

  public func evaluations(forPlayers n: Int) -> Int { n + 1 }

  public func attribute(
    _ game: some CoalitionGame, using stream: RandomStream
  ) async throws -> Attribution {
    let n = game.playerCount
    try checkPlayers(n)
    let worths = try await game.finiteWorths(
      of: [.empty] + (0..<n).map { Coalition.empty.inserting($0) })
    return Attribution(
      values: worths.dropFirst().map { $0 - worths[0] }, evaluations: n + 1,
      guarantees: guarantees)
  }
}
