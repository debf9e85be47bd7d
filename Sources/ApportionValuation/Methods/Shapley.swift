/// The Shapley value, from all *2ⁿ* coalitions.
///
///     φᵢ = Σ_{S ⊆ N∖i} |S|! (n − |S| − 1)! / n! · (v(S ∪ i) − v(S))
///
/// - Shape: `values.count == game.playerCount`.
/// - Units: those of the game.
/// - Error: rounding only; weights are formed as products of ratios, without factorials.
/// - Cost: exactly *2ⁿ* evaluations and as many stored worths.
/// - Source: Shapley, "A value for n-person games", 1953, theorem of section 3.
public struct Shapley: TableMethod, CitedMethod {
  public static let id = "shapley"
  public static let summary = "Shapley value, exactly, from all 2ⁿ coalitions"
  public static let source = "Shapley 1953"

  /// The largest number of players accepted; the cost doubles with each player.
  public var maximumPlayers = 16

  public init() {}

  public var estimand: Semivalue? { .shapley }
  public var guarantees: Axioms { [.efficiency, .symmetry, .nullPlayer, .linearity] }

  public func values(of table: CoalitionTable) -> [Double] { table.shapleyValues }
}

extension CoalitionTable {
  var shapleyValues: [Double] { values(weights: shapleyWeights(players: playerCount)) }
}

/// `weights[s] = s! (n − s − 1)! / n!`, the weight of a coalition of `s` players.
private func shapleyWeights(players n: Int) -> [Double] {
  (1..<max(n, 1)).reduce(into: [1 / Double(n)]) { weights, size in
    weights.append(weights[size - 1] * Double(size) / Double(n - size))
  }
}
