public import ApportionPrimitives

/// Semivalues from given coalitions, with the utilities of missing coalitions predicted from them.
///
/// A semivalue is a sum over all coalitions, *φᵢ = Σ aᵢ(S) v(S)*, with *aᵢ = ω(|S| − 1)* for coalitions
/// with i and *−ω(|S|)* for those without. Given utilities are used as they are; a missing one is
/// replaced by
///
///     v(S) ≈ c_|S| + Σ_{i∈S} βᵢ
///
/// which is fitted to the given ones, with an intercept for each size and with the weight that the
/// semivalue gives to it; for the Shapley value these are the weights of ``KernelSHAP``. If every
/// coalition is given with its complement and both have the same weight, the two are one observation,
/// half their difference.
///
/// - Error: bias of order 1 over the number of coalitions, as in any regression. Standard errors are
///   those of a prediction: the residual variance of each size enters for its missing coalitions and for
///   its part in the error of the fit; a size whose residual variance cannot be estimated uses the
///   largest of the others. Degrees of freedom are Satterthwaite's.
/// - Cost: n² multiply-adds per coalition.
/// - Source: Royall, "On finite population sampling theory under certain linear regression models",
///   Biometrika 57(2), 1970, for totals that are completed by prediction.
struct GivenPrediction {
  private let sizes: GivenSizes
  private let strata: [GivenStratum]
  /// What the worths of ∅ and N add to every value.
  private let ends: Double
  private let system: SymmetricSystem
  private let slopes: [Double]

  /// - Throws: ``UndeterminedByTable`` if the coalitions do not distinguish all players.
  init(_ sizes: GivenSizes, of semivalue: Semivalue) throws(UndeterminedByTable) {
    let n = sizes.playerCount
    let chances = semivalue.sizeChances(players: n)
    var strata = GivenStratum.all(of: sizes, chances: chances)
    // Complete sizes need no prediction, so the fit uses only the other sizes if these determine it.
    let fitted = strata.map { $0.missing > 0 ? $0 : $0.weighted(0) }
    var (system, right) = Self.normalEquations(fitted, n)
    if Self.determines(system, n) {
      strata = fitted
    } else {
      (system, right) = Self.normalEquations(strata, n)
      guard Self.determines(system, n) else { throw .alike }
    }
    (self.sizes, self.strata, self.system) = (sizes, strata, system)
    ends = chances[n - 1] * sizes.grand - chances[0] * sizes.empty
    slopes = system.solution(of: right)
  }

  private static func normalEquations(
    _ strata: [GivenStratum], _ n: Int
  ) -> (SymmetricSystem, right: [Double]) {
    var gram = [Double](repeating: 0, count: n * n)
    var right = [Double](repeating: 0, count: n)
    for stratum in strata where stratum.weight > 0 {
      for row in stratum.rows {
        for i in 0..<n where row.features[i] != 0 {
          let scaled = stratum.weight * row.features[i]
          right[i] += scaled * row.target
          for j in 0...i { gram[i * n + j] += scaled * row.features[j] }
        }
      }
    }
    return (SymmetricSystem(lowerHalf: gram, size: n), right)
  }

  /// Memberships minus their means sum to 0, so one player always depends on the others.
  private static func determines(_ system: SymmetricSystem, _ n: Int) -> Bool {
    n == 1 || system.isKept.count { $0 } == n - 1
  }

  /// The values with their standard errors.
  func values() -> SampledValues {
    let n = sizes.playerCount
    let mean = slopes.reduce(0, +) / Double(n)
    var sample = SampledValues(exact: Array(repeating: ends, count: n))
    guard n > 1 else { return sample }
    let kappa = strata.reduce(0) { $0 + $1.slopeTotal } * Double(n) / Double(n - 1)
    let intercepts = strata.indices.reduce(0.0) { sum, place in
      let heir = strata[place].rows.isEmpty ? nearest(to: place) { !$0.rows.isEmpty } : place
      return sum + strata[place].total * (heir.map { strata[$0].intercept(slopes, n) } ?? 0)
    }
    for player in 0..<n {
      sample.values[player] += intercepts + kappa * (slopes[player] - mean)
    }
    for stratum in strata {
      for row in stratum.rows {
        let residual = row.target - dot(row.features, slopes)
        for player in 0..<n {
          sample.values[player] += stratum.share(of: player, in: row.coalition) * residual
        }
      }
    }
    if sizes.isIncomplete { addErrors(to: &sample, kappa: kappa) }
    return sample
  }

  private func addErrors(to sample: inout SampledValues, kappa: Double) {
    let n = sizes.playerCount
    let spreads = strata.map { $0.spread(about: slopes, in: system) }
    let widest = spreads.max { $0.variance < $1.variance } ?? (0, 0)
    for player in 0..<n {
      // The effect of an error in the slopes and in the intercepts on the value.
      var direction = (0..<n).map { kappa * (($0 == player ? 1 : 0) - 1 / Double(n)) }
      var offsets = strata.map(\.total)
      var unknown = strata.map(\.squareTotal)
      for (place, stratum) in strata.enumerated() {
        if stratum.hasIntercept {
          for other in 0..<n { direction[other] -= stratum.total * stratum.centre[other] }
        }
        for row in stratum.rows {
          let share = stratum.share(of: player, in: row.coalition)
          offsets[place] -= share
          unknown[place] -= share * share
          for other in 0..<n { direction[other] -= share * row.features[other] }
        }
      }
      let carrier = system.solution(of: direction)
      var sum = VarianceSum()
      for (place, stratum) in strata.enumerated() {
        var squares = max(unknown[place], 0)
        let offset =
          stratum.hasIntercept && !stratum.rows.isEmpty
          ? offsets[place] / Double(stratum.rows.count) : 0
        for row in stratum.rows {
          let influence = stratum.weight * dot(carrier, row.features) + offset
          squares += influence * influence
        }
        guard stratum.missing > 0 else { continue }
        let spread = spreads[place].freedom > 0 ? spreads[place] : widest
        sum.add(squares * spread.variance, degreesOfFreedom: spread.freedom)
      }
      sample.standardErrors[player] = sum.standardError
      sample.degreesOfFreedom[player] = sum.degreesOfFreedom
    }
  }

  /// The nearest stratum for which `holds` is true, beginning with the stratum itself.
  private func nearest(to place: Int, where holds: (GivenStratum) -> Bool) -> Int? {
    strata.indices.filter { holds(strata[$0]) }.min { abs($0 - place) < abs($1 - place) }
  }
}

/// The coalitions of one size, or the pairs of a size and its complementary one, with their weights in a
/// semivalue.
struct GivenStratum {
  struct Row {
    var coalition: Coalition
    /// Membership minus its mean over the given rows.
    var features: [Double]
    /// The utility minus its mean over the given rows.
    var target: Double
  }

  let size: Int
  let rows: [Row]
  /// The mean membership of the given rows, minus that of all rows.
  let centre: [Double]
  /// The mean utility of the given rows; 0 if there is no intercept.
  let mean: Double
  let hasIntercept: Bool
  /// The fraction of the rows that is missing.
  let missing: Double
  /// The weight of a row in the regression.
  private(set) var weight: Double
  /// aᵢ of rows with player i, and of those without.
  private let shares: (with: Double, without: Double)
  /// Σ aᵢ over all rows, given or not.
  let total: Double
  /// Σ aᵢ² over all rows.
  let squareTotal: Double
  /// Σ aᵢ (1[i ∈ S] − |S|/n) over all rows.
  let slopeTotal: Double

  /// All strata, by size; strata of pairs if every coalition is given with its complement and both have
  /// the same weight.
  static func all(of sizes: GivenSizes, chances: [Double]) -> [GivenStratum] {
    let n = sizes.playerCount
    guard n > 1 else { return [] }
    let isSymmetric = zip(chances, chances.reversed()).allSatisfy { abs($0 - $1) < 1e-12 }
    guard isSymmetric, sizes.isOfPairs else {
      return (1..<n).map { GivenStratum(sizes.groups[$0], size: $0, sizes, chances, factor: 1) }
    }
    var utilities: [Coalition: Double] = [:]
    for row in sizes.groups.joined() { utilities[row.coalition] = row.utility }
    return (1...n / 2).map { size in
      // A pair of halves of the players is identified by the half that contains player 0.
      let named = sizes.groups[size].filter { 2 * size < n || $0.coalition.contains(0) }
      let pairs = named.map { row in
        let other = utilities[Coalition.grand(n).subtracting(row.coalition)] ?? row.utility
        return GivenSizes.Row(coalition: row.coalition, utility: (row.utility - other) / 2)
      }
      return GivenStratum(pairs, size: size, sizes, chances, factor: 2)
    }
  }

  /// A stratum whose rows each represent `factor` coalitions.
  private init(
    _ given: [GivenSizes.Row], size: Int, _ sizes: GivenSizes, _ chances: [Double], factor: Double
  ) {
    let n = sizes.playerCount
    let isHalf = factor == 2 && 2 * size == n
    let (count, share) = (Double(given.count), Double(size) / Double(n))
    let first = given.first?.utility ?? 0
    // Counted before the division, so that a player in all rows or in none has features of exactly 0.
    var members = [Int](repeating: 0, count: n)
    var excess = 0.0
    for row in given {
      for player in row.coalition { members[player] += 1 }
      excess += row.utility - first
    }
    let isCentred = !isHalf && !given.isEmpty
    let means = members.map { isCentred ? Double($0) / count : share }
    let mean = isCentred ? first + excess / count : 0
    rows = given.map { row in
      Row(
        coalition: row.coalition,
        features: (0..<n).map { (row.coalition.contains($0) ? 1 : 0) - means[$0] },
        target: row.utility - mean)
    }
    (self.size, self.mean, hasIntercept) = (size, mean, !isHalf)
    centre = means.map { $0 - share }
    missing = sizes.missing(ofSize: size)
    let (with, without) = (chances[size - 1], chances[size])
    weight =
      (with + without) * (isHalf ? 1 : factor)
      / (Double(size) * Double(n - size) * max(count, 1))
    shares = (
      factor * with / Combinations.number(n - 1, size - 1),
      -factor * without / Combinations.number(n - 1, size)
    )
    total = isHalf ? 0 : factor * (with - without)
    squareTotal =
      factor * (isHalf ? 1 : factor)
      * (with * with / Combinations.number(n - 1, size - 1)
        + without * without / Combinations.number(n - 1, size))
    slopeTotal = (isHalf ? 1 : factor) * (with * (1 - share) + without * share)
  }

  func weighted(_ weight: Double) -> GivenStratum {
    var stratum = self
    stratum.weight = weight
    return stratum
  }

  /// The coefficient aᵢ of a coalition.
  func share(of player: Int, in coalition: Coalition) -> Double {
    coalition.contains(player) ? shares.with : shares.without
  }

  /// The intercept for memberships minus their mean over all rows.
  func intercept(_ slopes: [Double], _ n: Int) -> Double { mean - dot(centre, slopes) }

  /// The mean squared residual, and its degrees of freedom.
  func spread(
    about slopes: [Double], in system: SymmetricSystem
  ) -> (variance: Double, freedom: Double) {
    let freedom = freedom(in: system)
    let squares = rows.reduce(0.0) { sum, row in
      let residual = row.target - dot(row.features, slopes)
      return sum + residual * residual
    }
    return freedom > 0.5 ? (squares / freedom, freedom) : (0, 0)
  }

  /// The number of rows minus the degrees of freedom that the fit uses.
  private func freedom(in system: SymmetricSystem) -> Double {
    guard !rows.isEmpty else { return 0 }
    return rows.reduce(hasIntercept ? -1 : 0) { sum, row in
      sum + 1 - weight * dot(row.features, system.solution(of: row.features))
    }
  }
}

private func dot(_ a: [Double], _ b: [Double]) -> Double {
  var sum = 0.0
  for index in a.indices { sum += a[index] * b[index] }
  return sum
}

extension Combinations {
  /// The binomial coefficient n over k as a floating-point number.
  static func number(_ n: Int, _ k: Int) -> Double {
    (0..<min(k, n - k)).reduce(1) { $0 * Double(n - $1) / Double($1 + 1) }
  }
}

extension GivenSizes {
  func predicted(_ semivalue: Semivalue, guarantees: Axioms) throws(UndeterminedByTable)
    -> Attribution
  {
    attribution(of: try GivenPrediction(self, of: semivalue).values(), guarantees: guarantees)
  }
}

extension KernelSHAP: GivenCoalitionsMethod {
  public func attribution(
    given table: PartialTable, using stream: RandomStream
  ) throws -> Attribution {
    try GivenSizes(table).predicted(.shapley, guarantees: guarantees)
  }
}

/// Equal to ``KernelSHAP`` on given coalitions: the two differ only in how they draw them.
extension LeverageSHAP: GivenCoalitionsMethod {
  public func attribution(
    given table: PartialTable, using stream: RandomStream
  ) throws -> Attribution {
    try GivenSizes(table).predicted(.shapley, guarantees: guarantees)
  }
}

extension MaximumSampleReuse: GivenCoalitionsMethod {
  public func attribution(
    given table: PartialTable, using stream: RandomStream
  ) throws -> Attribution {
    try GivenSizes(table).predicted(.banzhaf(inclusion: inclusion), guarantees: guarantees)
  }
}

extension OneSampleFitsAll: GivenCoalitionsMethod {
  public func attribution(
    given table: PartialTable, using stream: RandomStream
  ) throws -> Attribution {
    try GivenSizes(table).predicted(semivalue, guarantees: guarantees)
  }
}
