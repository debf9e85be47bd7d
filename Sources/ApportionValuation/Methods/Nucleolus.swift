/// The nucleolus: values for which the largest excess of any coalition is as small as possible, then the
/// next largest, and so on.
///
/// The excess of a coalition is *v(S) − v(∅) − Σ_{i ∈ S} xᵢ*, also called its complaint. Among all x that
/// sum to *v(N) − v(∅)*, exactly one has the excesses, sorted from the largest, that are first in
/// lexicographic order. It lies in the least core, and in the core if the core is not empty. A player that
/// adds nothing gets 0.
///
/// A value may be below the player's individual value, as in the least core, because games of machine
/// learning often have no other solution. The literature calls this the pre-nucleolus. It equals the
/// nucleolus if no player adds less to a coalition than to ∅ (zero-monotonic games), as in the bankruptcy,
/// airport and voting games of the literature.
///
/// - Shape: `values.count == game.playerCount`.
/// - Units: those of the game.
/// - Error: about 10⁻¹¹ of the largest |v(S) − v(∅)|.
/// - Cost: exactly *2ⁿ* evaluations and as many stored worths; then up to n − 1 linear programs, each of
///   about n passes over them.
/// - Source: Schmeidler, "The nucleolus of a characteristic function game", SIAM Journal on Applied
///   Mathematics 17(6), 1969; by linear programs as in Maschler, Peleg & Shapley, "Geometric properties of
///   the kernel, nucleolus, and related solution concepts", Mathematics of Operations Research 4(4),
///   1979; which coalitions to fix: Guajardo & Jörnsten, "Common mistakes in computing the nucleolus",
///   European Journal of Operational Research 241(3), 2015.
public struct Nucleolus: TableMethod, CitedMethod {
  public static let id = "nucleolus"
  public static let summary = "shares that make the largest complaints of coalitions the smallest"
  public static let source = "Schmeidler 1969"

  /// The largest number of players accepted.
  public var maximumPlayers = 12

  public init() {}

  /// The default of `maximumPlayers`: the linear programs limit the size even if all utilities are known.
  public static var largestTable: Int { 12 }

  public var estimand: Semivalue? { nil }
  public var guarantees: Axioms { [.efficiency, .symmetry, .nullPlayer] }

  public func values(of table: CoalitionTable) -> [Double] { valuesAndFigures(of: table).values }

  /// The values, and the largest excess, which is that of the least core, as the figure `subsidy`.
  public func valuesAndFigures(
    of table: CoalitionTable
  ) -> (values: [Double], figures: [String: Double]) {
    let gains = table.worths.map { $0 - table.worths[0] }
    guard table.playerCount > 1 else { return (Array(gains.dropFirst()), ["subsidy": 0]) }
    var fixed = FixedExcesses(of: gains)
    var largest: Double?
    while !fixed.determinesShares {
      let least = LeastCoreProgram(of: gains, given: fixed)
      largest = largest ?? least.excess
      fixed.add(least.coalitions, excess: least.excess)
    }
    return (fixed.shares, ["subsidy": largest ?? 0])
  }
}
