public import ApportionPrimitives

/// Shapley values by stratified sampling over coalition sizes, with more draws where contributions vary more.
///
///     φᵢ = 1/n · Σ_{s=0}^{n−1} mean of v(S ∪ i) − v(S) over the coalitions S of size s without i
///
/// Every combination of a player and a size is a stratum. Sizes 0 and n − 1 have one coalition each and
/// are exact. Every other stratum gets two draws first. Later draws lead towards an allocation of which
/// four fifths are in proportion to the strata's standard deviations (Neyman) and one fifth is equal for
/// all strata, because two draws that happen to agree do not prove that a stratum does not vary. The
/// standard deviations are estimated from the draws so far, each combined with that of its size as if by
/// two more draws.
///
/// - Shape: `values.count == game.playerCount`.
/// - Units: those of the game.
/// - Error: unbiased except for the effect of sequential allocation, which is of the order of 1 over the
///   number of draws; standard errors from the variance within strata.
/// - Cost: 2n + 2 evaluations, 4 n (n − 2) for the first draws and 2 for each later one.
/// - Source: Castro, Gómez, Molina & Tejada, "Improving polynomial estimation of the Shapley value by
///   stratified random sampling with optimum allocation", Computers & Operations Research 82, 2017.
public struct StratifiedShapley: Estimator, CitedMethod {
  public static let id = "stratified"
  public static let summary = "Shapley value, estimated by coalition size with Neyman's allocation"
  public static let source = "Castro, Gómez, Molina & Tejada 2017"

  /// The maximum number of evaluations of the game.
  public var budget = 1000
  /// What may end the estimate before the budget is spent.
  public var stopping = StoppingRule()

  public init() {}

  public var estimand: Semivalue? { .shapley }
  public var guarantees: Axioms { [.nullPlayer] }

  /// The border, and two draws for each stratum.
  public func minimumBudget(forPlayers n: Int) -> Int {
    EdgeWorths.coalitions(of: n).count + 4 * Self.strata(of: n)
  }

  private static func strata(of n: Int) -> Int { n * max(n - 2, 0) }

  public func initialCoalitions(forPlayers n: Int) -> [Coalition] { EdgeWorths.coalitions(of: n) }

  public func tally(forPlayers n: Int, initial worths: [Double]) -> Tally {
    let strata = Self.strata(of: n)
    return Tally(
      edges: EdgeWorths(players: n, worths: worths), marginals: StratumMoments(cells: strata),
      planned: Array(0..<strata) + Array(0..<strata))
  }

  /// The border, the moments of every stratum, and the planned draws.
  public struct Tally: Codable, Hashable, Sendable {
    let edges: EdgeWorths
    /// What player i adds to s others, with s from 1 to n − 2, in cell n (s − 1) + i.
    var marginals: StratumMoments
    /// The strata of the next draws.
    var planned: [Int]
    /// The number of the first of these draws.
    var firstPlanned = 0

    /// The standard deviation of each stratum, combined with that of its size as if by two more draws.
    var deviations: [Double] {
      let n = edges.playerCount
      var deviations: [Double] = []
      for start in stride(from: 0, to: marginals.counts.count, by: n) {
        let cells = start..<start + n
        let freedom = cells.reduce(0) { $0 + marginals.counts[$1] - 1 }
        let pooled = cells.reduce(0) { $0 + marginals.squares[$1] } / Double(freedom)
        for cell in cells {
          let variance =
            (marginals.squares[cell] + 2 * pooled) / Double(marginals.counts[cell] + 1)
          deviations.append(variance.squareRoot())
        }
      }
      return deviations
    }
  }

  public func draw(_ index: Int, given tally: Tally, using stream: RandomStream) -> Draw? {
    guard index - tally.firstPlanned < tally.planned.count else { return nil }
    let (n, stratum) = (tally.edges.playerCount, tally.planned[index - tally.firstPlanned])
    let (player, size) = (stratum % n, stratum / n + 1)
    var stream = stream.child("draw", index)
    let others = stream.coalition(of: n - 1, size: size)
    // The others are numbered from 0 to n − 2, without the player.
    let coalition = Coalition(others.map { $0 < player ? $0 : $0 + 1 })
    return Draw([coalition, coalition.inserting(player)], stratum: stratum)
  }

  public func add(_ draw: Draw, to tally: inout Tally) {
    tally.marginals.add(draw.worths[1] - draw.worths[0], to: draw.stratum)
  }

  public func plan(_ tally: inout Tally) {
    let counts = tally.marginals.counts
    let drawn = counts.reduce(0, +)
    tally.planned.removeFirst(drawn - tally.firstPlanned)
    tally.firstPlanned = drawn
    let next = batchEnd(after: drawn, drawCost: 2) - drawn
    guard !counts.isEmpty, tally.planned.count < next else { return }
    guard counts.allSatisfy({ $0 > 1 }) else {
      // The first two draws per stratum end within this batch; third draws complete it.
      tally.planned += (0..<next - tally.planned.count).map { $0 % counts.count }
      return
    }
    let deviations = tally.deviations
    let total = deviations.reduce(0, +)
    let equal = 1 / Double(counts.count)
    let lacks = counts.indices.map { cell in
      let share = total > 0 ? 0.8 * deviations[cell] / total + 0.2 * equal : equal
      return max(0, Double(drawn + next) * share - Double(counts[cell]))
    }
    let step = lacks.reduce(0, +) / Double(next)
    var (passed, mark) = (0.0, step / 2)
    tally.planned = []
    for (cell, lack) in lacks.enumerated() {
      passed += lack
      while mark < passed {
        tally.planned.append(cell)
        mark += step
      }
    }
  }

  public func values(from tally: Tally) throws -> SampledValues {
    let (n, edges) = (tally.edges.playerCount, tally.edges)
    guard tally.marginals.counts.allSatisfy({ $0 > 1 }) else { throw Undetermined() }
    var values = (0..<n).map { player in
      // For a single player, sizes 0 and n − 1 are the same.
      edges.singletons[player] - edges.empty
        + (n > 1 ? edges.grand - edges.leaveOneOut[player] : 0)
    }
    var variances = [VarianceSum](repeating: VarianceSum(), count: n)
    for (cell, deviation) in tally.deviations.enumerated() {
      values[cell % n] += tally.marginals.means[cell]
      // Includes the two draws by which the variance of the size was added.
      variances[cell % n].add(
        deviation * deviation / Double(tally.marginals.counts[cell]),
        degreesOfFreedom: Double(tally.marginals.counts[cell] + 1))
    }
    return SampledValues(
      values: values.map { $0 / Double(n) },
      standardErrors: variances.map { $0.standardError / Double(n) },
      degreesOfFreedom: variances.map(\.degreesOfFreedom))
  }
}
