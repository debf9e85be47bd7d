public import ApportionPrimitives

/// A crossed design as a random-effects model: every combination of the factors' levels, observed once.
///
///     y = μ + Σ_T e_T    over the non-empty sets T of factors, each e_T drawn from N(0, σ²_T)
///
/// Every level counts as a draw from a population of levels: the components describe the variation among
/// strategies, seeds or partitions *like* these. With three factors a, b, c of nₐ, n_b, n_c levels and
/// the mean squares S²,
///
///     σ̂²_abc = S²_abc        σ̂²_ab = (S²_ab − S²_abc) / n_c
///     σ̂²_a = (S²_a − S²_ab − S²_ac + S²_abc) / (n_b n_c)
///
/// and so on: in general σ̂²_T = Σ_{U ⊇ T} (−1)^{|U| − |T|} S²_U / Π_{i ∉ T} nᵢ.
///
/// A factor may be nested within another: the first class of one school has nothing in common with the
/// first class of another. Then no term contains the nested factor without the other: the sums of squares
/// of such sets are added to the terms that contain both, and the sum over U leaves out each U that adds
/// both factors to T. If c is nested within b,
///
///     σ̂²_a = (S²_a − S²_ab) / (n_b n_c)        S²_bc = (SS_c + SS_bc) / (n_b (n_c − 1))
///
/// - Error: for normal effects, 95 % intervals contained the true value in 94.4 to 97.6 % of simulated
///   experiments if every factor had three levels or more, and in 93.6 to 99.6 % if one had two (20,000
///   draws each of 28 settings, variances from 0.01 to 9); if a component is exactly 0, they contain it
///   in about 97.5 %.
/// - Cost: making a design takes far longer than decomposing a figure with it, so make it once.
/// - Source: Searle, Casella & McCulloch, "Variance components", 1992; intervals by Burdick &
///   Graybill, "Confidence intervals on variance components", 1992.
public struct CrossedDesign: Sendable {
  /// A factor of the design, with its number of levels.
  public struct Factor: Codable, Hashable, Sendable {
    /// The name of the factor.
    public let name: String
    /// The number of levels, at least two; for a nested factor, the number within each level of the
    /// other.
    public let levels: Int
    /// The earlier factor that this one is nested within, or nil.
    @NullWhenNil public private(set) var within: String?

    /// A factor, nested within another if `within` names one.
    public init(_ name: String, levels: Int, within: String? = nil) {
      (self.name, self.levels) = (name, levels)
      self.within = within
    }
  }

  /// The factors of the design.
  public let factors: [Factor]
  private let terms: [Term]
  /// For each set of factors, the set with all the factors that its members are nested within.
  private let closures: [Int]

  /// A set of factors as bits, in the order of `factors`.
  private struct Term {
    let factors: Int
    let degreesOfFreedom: Int
    /// The indices in `terms` of the sets U of the formula, this term included.
    let containing: [Int]
    let component: MeanSquareCombination
  }

  /// Prepares the decomposition.
  ///
  /// - Parameters:
  ///   - factors: one or more, each with at least two levels; leave out what was not varied.
  ///   - level: the confidence of the intervals.
  public init(_ factors: [Factor], level: Double = 0.95) {
    precondition(!factors.isEmpty, "a design needs at least one factor")
    for factor in factors {
      precondition(
        factor.levels > 1, "factor \(factor.name) needs at least 2 levels, not \(factor.levels)")
    }
    self.factors = factors
    let owners = Self.owners(of: factors)
    let closures = (0..<1 << factors.count).map { set in
      factors.indices.reduce(set) { $0 & 1 << $1 == 0 ? $0 : $0 | owners[$1] }
    }
    self.closures = closures
    let sets = closures.indices.dropFirst().filter { closures[$0] == $0 }
      .sorted { ($0.nonzeroBitCount, $0) < ($1.nonzeroBitCount, $1) }
    let freedom = sets.map { set in
      closures.indices.filter { closures[$0] == set }.reduce(0) { sum, part in
        sum
          + factors.indices.reduce(1) { part & 1 << $1 == 0 ? $0 : $0 * (factors[$1].levels - 1) }
      }
    }
    terms = sets.enumerated().map { index, set in
      let containing = sets.indices.filter { other in
        let added = sets[other] & ~set
        let addsBoth = factors.indices.contains { added & 1 << $0 != 0 && owners[$0] & added != 0 }
        return sets[other] & set == set && !addsBoth
      }
      let repeats = factors.indices.reduce(1.0) {
        set & 1 << $1 == 0 ? $0 * Double(factors[$1].levels) : $0
      }
      let component = MeanSquareCombination(
        coefficients: containing.map {
          (sets[$0].nonzeroBitCount - set.nonzeroBitCount).isMultiple(of: 2)
            ? 1 / repeats : -1 / repeats
        },
        degreesOfFreedom: containing.map { freedom[$0] }, level: level)
      return Term(
        factors: set, degreesOfFreedom: freedom[index], containing: containing,
        component: component)
    }
  }

  /// For each factor, all the factors that it is nested within, as bits.
  private static func owners(of factors: [Factor]) -> [Int] {
    var owners: [Int] = []
    for factor in factors {
      guard let name = factor.within else {
        owners.append(0)
        continue
      }
      let earlier = factors[..<owners.count].firstIndex { $0.name == name }
      guard let earlier else {
        preconditionFailure("no factor \(name) precedes \(factor.name), which is nested within it")
      }
      owners.append(owners[earlier] | 1 << earlier)
    }
    return owners
  }

  /// The number of combinations of levels.
  public var cellCount: Int { factors.reduce(1) { $0 * $1.levels } }

  /// Decomposes the variance of one figure.
  ///
  /// - Parameter figures: one per cell; the index of the last factor's level increases fastest.
  /// - Returns: one component per set of factors.
  public func decomposition(of figures: [Double]) -> VarianceDecomposition {
    decomposition(pooling: [figures])
  }

  /// Decomposes the variance of one figure of several players, averaging each component over the players.
  ///
  /// Shares of n players sum to 1, so what one gains the others lose, and n players carry less than n
  /// times the information of one. How much less is not known; the intervals count the degrees of freedom
  /// once, as if all players moved together. That is exact for two players, whose shares mirror each
  /// other. For more players the intervals are too wide rather than too narrow: relative to its size, a
  /// mean of mean squares, however they depend on each other, varies no more than a single one.
  ///
  /// - Parameter players: the figures by player and cell; all players have all cells.
  /// - Returns: one component per set of factors, and the mean over all players and cells.
  public func decomposition(pooling players: [[Double]]) -> VarianceDecomposition {
    precondition(!players.isEmpty, "there are no players to pool")
    var squares = [Double](repeating: 0, count: 1 << factors.count)
    var mean = 0.0
    for figures in players {
      precondition(
        figures.count == cellCount,
        "\(figures.count) figures do not match \(cellCount) combinations of levels")
      for (set, effects) in effects(in: figures).enumerated() {
        if set == 0 { mean += effects[0] / Double(players.count) }
        squares[closures[set]] += effects.reduce(0) { $0 + $1 * $1 } / Double(players.count)
      }
    }
    let meanSquares = terms.map { squares[$0.factors] / Double($0.degreesOfFreedom) }
    let components = terms.enumerated().map { index, term in
      let used = term.containing.map { meanSquares[$0] }
      let interval = term.component.interval(used)
      return VarianceDecomposition.Component(
        factors: factors.indices.filter { term.factors & 1 << $0 != 0 }.map { factors[$0].name },
        degreesOfFreedom: term.degreesOfFreedom, sumOfSquares: squares[term.factors],
        meanSquare: meanSquares[index], variance: term.component.estimate(used), shareOfTotal: nil,
        interval: ConfidenceInterval(
          lower: max(interval.lower, 0), upper: max(interval.upper, 0), level: interval.level),
        isResidual: term.containing.count == 1)
    }
    return VarianceDecomposition(mean: mean, components: components)
  }

  /// The figures as a sum of effects, by set of factors: each is a full table, constant along the
  /// factors that are not in its set and of mean 0 along those that are.
  private func effects(in figures: [Double]) -> [[Double]] {
    var tables = [figures]
    var stride = cellCount
    for factor in factors {
      stride /= factor.levels
      let means = tables.map { averaged($0, levels: factor.levels, stride: stride) }
      // The sets without the factor, then the same sets with it.
      tables = means + zip(tables, means).map { zip($0, $1).map { $0 - $1 } }
    }
    return tables
  }

  /// The table with every entry replaced by the mean along one factor.
  private func averaged(_ table: [Double], levels: Int, stride: Int) -> [Double] {
    var averaged = table
    for block in Swift.stride(from: 0, to: table.count, by: levels * stride) {
      for first in block..<block + stride {
        // Computed relative to the first entry, so that equal entries have exactly that entry as their
        // mean.
        var excess = 0.0
        for level in 1..<levels { excess += table[first + level * stride] - table[first] }
        let mean = table[first] + excess / Double(levels)
        for level in 0..<levels { averaged[first + level * stride] = mean }
      }
    }
    return averaged
  }
}
