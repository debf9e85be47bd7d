/// The nucleolus: shares that make the largest complaint of any coalition as small as possible, then the
/// next largest, and so on.
///
/// The complaint of a coalition is its excess *v(S) − v(∅) − Σ_{i ∈ S} xᵢ*. Among all x that sum to
/// *v(N) − v(∅)* there is one whose excesses, sorted from the largest, come first in lexicographic order.
/// It lies in the least core, and in the core where there is one. A player who adds nothing gets 0.
///
/// Shares below what a player has alone are allowed, as in the least core: games of learning often leave
/// no others. So this is what the literature calls the pre-nucleolus; where joining never hurts a
/// coalition, as in its games of bankruptcy, airports and votes, the two are the same.
///
/// - Shape: `values.count == game.playerCount`.
/// - Units: those of the game.
/// - Error: about 10⁻¹¹ of the largest |v(S) − v(∅)|.
/// - Cost: exactly *2ⁿ* evaluations and as many stored worths; then up to n − 1 linear programs, each of
///   some n passes over them.
/// - Source: Schmeidler, "The nucleolus of a characteristic function game", SIAM Journal on Applied
///   Mathematics 17(6), 1969; by linear programs as in Maschler, Peleg & Shapley, "Geometric properties of
///   the kernel, nucleolus, and related solution concepts", Mathematics of Operations Research 4(4),
///   1979; which coalitions to fix: Guajardo & Jörnsten, "Common mistakes in computing the nucleolus",
///   European Journal of Operational Research 241(3), 2015.
public struct Nucleolus: TableMethod, CitedMethod {
  public static let id = "nucleolus"
  public static let summary = "shares that make the largest complaints of coalitions the smallest"
  public static let source = "Schmeidler 1969"

  /// The most players it accepts.
  public var maximumPlayers = 12

  public init() {}

  /// The work of the linear programs is the limit, whatever is known.
  public static var largestTable: Int { 12 }

  public var estimand: Semivalue? { nil }
  public var guarantees: Axioms { [.efficiency, .symmetry, .nullPlayer] }

  public func values(of table: CoalitionTable) -> [Double] { valuesAndFigures(of: table).values }

  /// With the largest excess, which is that of the least core, as `subsidy`.
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
