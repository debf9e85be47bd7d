public import Apportion

/// A method of one's own: the mean of what a player adds to nobody and to all others.
public struct FirstAndLast: ValuationMethod {
  public static let id = "first-and-last"
  public static let summary = "mean of what a player adds to the empty coalition and to all others"

  public init() {}

  public var estimand: Semivalue? { nil }
  public var guarantees: Axioms { [.symmetry, .nullPlayer, .linearity] }

  public func evaluations(forPlayers n: Int) -> Int { 2 * n + 2 }

  public func attribute(
    _ game: some CoalitionGame, using stream: RandomStream
  ) async throws -> Attribution {
    let n = game.playerCount
    try checkPlayers(n)
    let grand = Coalition.grand(n)
    let ends = try await game.worths(of: [.empty, grand])
    let alone = try await game.worths(of: (0..<n).map { Coalition([$0]) })
    let without = try await game.worths(of: (0..<n).map { grand.removing($0) })
    return Attribution(
      values: (0..<n).map { (alone[$0] - ends[0] + ends[1] - without[$0]) / 2 },
      evaluations: evaluations(forPlayers: n), guarantees: guarantees)
  }
}
