public import ApportionPrimitives

/// The Shapley value, from all *2ⁿ* coalitions.
///
///     φᵢ = Σ_{S ⊆ N∖i} |S|! (n − |S| − 1)! / n! · (v(S ∪ i) − v(S))
///
/// - Shape: `values.count == game.playerCount`.
/// - Units: those of the game.
/// - Error: rounding only; weights are formed as products of ratios, without factorials.
/// - Cost: exactly *2ⁿ* evaluations and as many stored worths.
/// - Source: Shapley, "A value for n-person games", 1953, theorem of section 3.
public struct Shapley: ValuationMethod {
  public static let id = "shapley"
  public static let summary = "Shapley value, exactly, from all 2ⁿ coalitions"

  /// The most players it accepts, because the cost doubles with each.
  public var maximumPlayers = 16

  public init() {}

  public func validate() throws {
    try InvalidSetting.check(
      "maximumPlayers", maximumPlayers, (1...30).contains(maximumPlayers), mustBe: "from 1 to 30")
  }

  public var estimand: Semivalue? { .shapley }
  public var guarantees: Axioms { [.efficiency, .symmetry, .nullPlayer] }

  public func checkPlayers(_ n: Int) throws {
    guard n > 0 else { throw ValuationError.noPlayers(method: Self.id) }
    guard n <= maximumPlayers else {
      throw ValuationError.tooManyPlayers(method: Self.id, players: n, limit: maximumPlayers)
    }
  }

  public func evaluations(forPlayers n: Int) -> Int { n < Int.bitWidth - 1 ? 1 << n : .max }

  public func attribute(
    _ game: some CoalitionGame, using stream: RandomStream
  ) async throws -> Attribution {
    let n = game.playerCount
    try checkPlayers(n)
    let worths = try await game.worths(of: (0..<1 << n).map(Coalition.init(index:)))
    let weights = shapleyWeights(players: n)
    var values = [Double](repeating: 0, count: n)
    for player in 0..<n {
      for subset in worths.indices where subset & (1 << player) == 0 {
        let marginal = worths[subset | 1 << player] - worths[subset]
        values[player] += weights[subset.nonzeroBitCount] * marginal
      }
    }
    return Attribution(values: values, evaluations: 1 << n, guarantees: guarantees)
  }
}

/// `weights[s] = s! (n − s − 1)! / n!`, the weight of a coalition of `s` players.
func shapleyWeights(players n: Int) -> [Double] {
  (1..<max(n, 1)).reduce(into: [1 / Double(n)]) { weights, size in
    weights.append(weights[size - 1] * Double(size) / Double(n - size))
  }
}
