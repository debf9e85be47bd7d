public import ApportionPrimitives

/// The leave-one-out value: what the grand coalition loses without the player.
///
///     φᵢ = v(N) − v(N∖i)
///
/// - Shape: `values.count == game.playerCount`.
/// - Units: those of the game.
/// - Error: none beyond the game's own.
/// - Cost: exactly n + 1 evaluations.
/// - Source: Cook, "Detection of influential observation in linear regression", Technometrics 1977.
public struct LeaveOneOut: CitedMethod {
  public static let id = "leave-one-out"
  public static let summary = "what the grand coalition loses without the player"
  public static let cost = "n + 1"
  public static let source = "Cook 1977"

  public init() {}

  public var estimand: Semivalue? { .leaveOneOut }
  public var guarantees: Axioms { [.symmetry, .nullPlayer, .linearity] }

  public func evaluations(forPlayers n: Int) -> Int { n + 1 }

  public func attribute(
    _ game: some CoalitionGame, using stream: RandomStream
  ) async throws -> Attribution {
    let n = game.playerCount
    try checkPlayers(n)
    let grand = Coalition.grand(n)
    let worths = try await game.finiteWorths(of: [grand] + (0..<n).map(grand.removing))
    return Attribution(
      values: worths.dropFirst().map { worths[0] - $0 }, evaluations: n + 1,
      guarantees: guarantees)
  }
}
