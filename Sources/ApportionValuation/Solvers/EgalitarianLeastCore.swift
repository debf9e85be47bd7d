/// The most even division of *u(N)* under which no coalition's excess is above a level.
///
///     min Σ xᵢ²   with  Σ xᵢ = u(N),  Σ_{i ∈ S} xᵢ ≥ u(S) − e for every S but ∅ and N
///
/// This x is unique. It is found by the dual active-set method: from the optimum under some of the
/// constraints, violated constraints are added one at a time, and those whose multiplier becomes 0 are
/// dropped.
///
/// - Error: an excess may be above e by 10⁻¹¹ of the largest |u|.
/// - Cost: a few times n steps, each of *2ⁿ* additions and n³ multiplications.
/// - Source: Goldfarb & Idnani, "A numerically stable dual method for solving strictly convex
///   quadratic programs", Mathematical Programming 27, 1983, section 3.
struct EgalitarianLeastCore {
  private(set) var shares: [Double]
  private var active: [Constraint] = []

  /// `sign` · x(S) is at least `bound`, or equal to it.
  private struct Constraint {
    var coalition: Int
    var bound: Double
    var isEquality: Bool
    var sign = 1.0
    var multiplier = 0.0
  }

  /// - Parameters:
  ///   - gains: u by bitmask.
  ///   - level: e, for which the constraints must have a solution.
  ///   - tight: coalitions whose excess is known to be e.
  init(of gains: [Double], level: Double, tight: [Int]) {
    let scale = gains.reduce(0) { max($0, abs($1)) }
    shares = Array(repeating: 0, count: gains.count.trailingZeroBitCount)
    require(
      Constraint(coalition: gains.count - 1, bound: gains[gains.count - 1], isEquality: true))
    for coalition in tight {
      require(
        Constraint(coalition: coalition, bound: gains[coalition] - level, isEquality: true))
    }
    var excesses = Excesses(of: gains)
    var settled: Set<Int> = []
    while let worst = excesses.largest(under: shares, excluding: settled),
      worst.excess > level + 1e-11 * scale
    {
      let bound = gains[worst.coalition] - level
      if !require(Constraint(coalition: worst.coalition, bound: bound, isEquality: false)) {
        settled.insert(worst.coalition)
      }
    }
    polish()
  }

  /// Moves to the optimum under one more constraint.
  ///
  /// - Returns: whether the constraint was added; it is not if it follows from others, up to rounding.
  @discardableResult
  private mutating func require(_ constraint: Constraint) -> Bool {
    var constraint = constraint
    if constraint.isEquality && sum(constraint.coalition) > constraint.bound {
      (constraint.sign, constraint.bound) = (-1, -constraint.bound)
    }
    while true {
      let products = active.map { product($0, constraint) }
      let steps = solve(gram, products)
      // The squared length of the part of the constraint that is independent of the active ones.
      let room = zip(steps, products).reduce(product(constraint, constraint)) { $0 - $1.0 * $1.1 }
      let gap = constraint.bound - constraint.sign * sum(constraint.coalition)
      let full = room > 1e-9 ? gap / room : .infinity
      var (partial, blocking) = (Double.infinity, -1)
      for place in active.indices where !active[place].isEquality && steps[place] > 1e-12 {
        let limit = active[place].multiplier / steps[place]
        if limit < partial { (partial, blocking) = (limit, place) }
      }
      let step = min(full, partial)
      guard step.isFinite else { return false }
      if room > 1e-9 {
        move(along: constraint, by: step)
        for place in active.indices { move(along: active[place], by: -step * steps[place]) }
      }
      for place in active.indices { active[place].multiplier -= step * steps[place] }
      constraint.multiplier += step
      if step == full {
        active.append(constraint)
        return true
      }
      active.remove(at: blocking)
    }
  }

  /// Computes x again from the active constraints alone, which removes the rounding errors of the steps.
  private mutating func polish() {
    let multipliers = solve(gram, active.map(\.bound))
    shares = shares.map { _ in 0 }
    for (constraint, multiplier) in zip(active, multipliers) {
      move(along: constraint, by: multiplier)
    }
  }

  private mutating func move(along constraint: Constraint, by step: Double) {
    for player in shares.indices where constraint.coalition >> player & 1 == 1 {
      shares[player] += constraint.sign * step
    }
  }

  private func sum(_ coalition: Int) -> Double {
    shares.indices.reduce(0) { coalition >> $1 & 1 == 1 ? $0 + shares[$1] : $0 }
  }

  private var gram: [[Double]] { active.map { row in active.map { product(row, $0) } } }

  private func product(_ a: Constraint, _ b: Constraint) -> Double {
    a.sign * b.sign * Double((a.coalition & b.coalition).nonzeroBitCount)
  }
}
