/// The least core: shares that leave the coalition with the best reason to go its own way as little
/// reason as possible.
///
///     min e   with  Σ xᵢ = v(N) − v(∅),  Σ_{i ∈ S} xᵢ + e ≥ v(S) − v(∅) for every S but ∅ and N
///
/// Where many x attain the least e, it is the one with the least Σ xᵢ², the egalitarian one, so that
/// like players get the same. A player who adds nothing can get something, or owe it.
///
/// - Shape: `values.count == game.playerCount`.
/// - Units: those of the game.
/// - Error: about 10⁻¹¹ of the largest |v(S) − v(∅)|; see `LeastCoreProgram` and `EgalitarianLeastCore`, where it
///   is said why we solve it ourselves.
/// - Cost: exactly *2ⁿ* evaluations and as many stored worths; then some hundred passes over them.
/// - Source: Maschler, Peleg & Shapley, "Geometric properties of the kernel, nucleolus, and related
///   solution concepts", Mathematics of Operations Research 4(4), 1979; Yan & Procaccia, "If you like
///   Shapley then you'll love the core", AAAI 2021, for the choice among many.
public struct LeastCore: TableMethod, CitedMethod {
  public static let id = "least-core"
  public static let summary = "shares that give the least reason to any coalition to leave"
  public static let source = "Maschler, Peleg & Shapley 1979"

  /// The most players it accepts, because the cost doubles with each.
  public var maximumPlayers = 16

  public init() {}

  public var estimand: Semivalue? { nil }
  public var guarantees: Axioms { [.efficiency, .symmetry] }

  public func values(of table: CoalitionTable) -> [Double] { solution(of: table).values }

  /// With the subsidy, as `subsidy`.
  public func valuesAndFigures(
    of table: CoalitionTable
  ) -> (values: [Double], figures: [String: Double]) {
    let solution = solution(of: table)
    return (solution.values, ["subsidy": solution.subsidy])
  }

  /// The shares, and what they leave to be wished.
  public struct Solution: Hashable, Sendable {
    /// One per player.
    public let values: [Double]
    /// e: what a coalition would have to pay to leave, at least, so that none is better off.
    ///
    /// Below 0 where every coalition is better off with the others; 0 for a single player.
    public let subsidy: Double
  }

  /// The shares, and what they leave to be wished.
  public func solution(of table: CoalitionTable) -> Solution {
    let gains = table.worths.map { $0 - table.worths[0] }
    guard table.playerCount > 1 else {
      return Solution(values: Array(gains.dropFirst()), subsidy: 0)
    }
    let least = LeastCoreProgram(of: gains)
    let even = EgalitarianLeastCore(of: gains, level: least.excess, tight: least.coalitions)
    return Solution(values: even.shares, subsidy: least.excess)
  }
}
