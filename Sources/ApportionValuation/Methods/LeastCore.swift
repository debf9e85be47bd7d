/// The least core: values for which the largest excess of any coalition is as small as possible.
///
///     min e   with  Σ xᵢ = v(N) − v(∅),  Σ_{i ∈ S} xᵢ + e ≥ v(S) − v(∅) for every S but ∅ and N
///
/// The excess *v(S) − v(∅) − Σ_{i ∈ S} xᵢ* is what a coalition would gain by leaving. If several x attain
/// the least e, the result is the one with the least Σ xᵢ² (egalitarian), so that interchangeable players
/// get the same value. A player that adds nothing can get a value above or below 0.
///
/// - Shape: `values.count == game.playerCount`.
/// - Units: those of the game.
/// - Error: about 10⁻¹¹ of the largest |v(S) − v(∅)|. The documentation of `LeastCoreProgram` and
///   `EgalitarianLeastCore` explains why the package has its own solvers.
/// - Cost: exactly *2ⁿ* evaluations and as many stored worths; then about a hundred passes over them.
/// - Source: Maschler, Peleg & Shapley, "Geometric properties of the kernel, nucleolus, and related
///   solution concepts", Mathematics of Operations Research 4(4), 1979; Yan & Procaccia, "If you like
///   Shapley then you'll love the core", AAAI 2021, for the choice among several solutions.
public struct LeastCore: TableMethod, CitedMethod {
  public static let id = "least-core"
  public static let summary = "shares that give the least reason to any coalition to leave"
  public static let source = "Maschler, Peleg & Shapley 1979"

  /// The largest number of players accepted; the cost doubles with each player.
  public var maximumPlayers = 16

  public init() {}

  public var estimand: Semivalue? { nil }
  public var guarantees: Axioms { [.efficiency, .symmetry] }

  public func values(of table: CoalitionTable) -> [Double] { solution(of: table).values }

  /// The values, and the subsidy as the figure `subsidy`.
  public func valuesAndFigures(
    of table: CoalitionTable
  ) -> (values: [Double], figures: [String: Double]) {
    let solution = solution(of: table)
    return (solution.values, ["subsidy": solution.subsidy])
  }

  /// The values of the least core, and its subsidy.
  public struct Solution: Hashable, Sendable {
    /// One value per player.
    public let values: [Double]
    /// The least e: the smallest payment for leaving at which no coalition gains by leaving.
    ///
    /// It is below 0 if every coalition loses by leaving even without a payment, and 0 for a single player.
    public let subsidy: Double
  }

  /// The values of the least core of a table, and its subsidy.
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
