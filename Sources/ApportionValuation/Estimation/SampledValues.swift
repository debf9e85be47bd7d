import ApportionPrimitives

/// What the draws of an estimator say of every player, and on how much that rests.
public struct SampledValues: Hashable, Sendable {
  /// One value per player.
  public var values: [Double]

  /// One standard error of each, as the sample has it.
  public var standardErrors: [Double]

  /// How many degrees of freedom each standard error has, which may be a fraction: infinitely many where
  /// the value is exact, none where the sample does not tell the error.
  public var degreesOfFreedom: [Double]

  /// What holds exactly for these draws, beside what the method always keeps.
  public var guarantees: Axioms

  public init(
    values: [Double], standardErrors: [Double], degreesOfFreedom: [Double],
    guarantees: Axioms = []
  ) {
    (self.values, self.standardErrors) = (values, standardErrors)
    (self.degreesOfFreedom, self.guarantees) = (degreesOfFreedom, guarantees)
  }

  /// Values that need no estimate.
  public init(exact values: [Double]) {
    self.init(
      values: values, standardErrors: values.map { _ in 0 },
      degreesOfFreedom: values.map { _ in .infinity })
  }

  /// The degrees of freedom of the spread of so many independent draws.
  ///
  /// What draws say has longer tails than normal numbers: credits differ by place, and places that are rare
  /// weigh much. A sample variance of numbers of the kurtosis κ varies as one of normal numbers with
  /// 2/(κ − 1) of the degrees of freedom; for walks and coalitions of small games κ is about 4.
  static func freedom(ofDraws draws: Int) -> Double {
    draws > 1 ? max(1, 0.6 * Double(draws - 1)) : 0
  }

  /// The standard errors as an attribution states them.
  ///
  /// A standard error that is itself estimated from few draws is widened, so that 1.96 of them on both
  /// sides hold the truth in 95 % of samples:
  ///
  ///     σ · t₀.₉₇₅(ν) / z₀.₉₇₅
  ///
  /// with Student's quantile of its ν degrees of freedom over the normal one; 6.5 for ν = 1, 1.14 for 10.
  /// A sample without spread says nothing of its error, as one without degrees of freedom: there it is
  /// nil, and never 0.
  ///
  /// - Parameter largest: the largest worth by size; spreads up to 10⁻¹² of it are rounding.
  /// - Returns: one per player, or nil.
  func statedErrors(largestWorth largest: Double) -> [Double?] {
    var factors: [Double: Double] = [:]
    return zip(standardErrors, degreesOfFreedom).map { error, freedom in
      if freedom == .infinity { return error }
      guard freedom > 0, error > 1e-12 * largest else { return nil }
      if let factor = factors[freedom] { return error * factor }
      let factor = StudentT(degreesOfFreedom: freedom).quantile(0.975) / normalQuantile(0.975)
      factors[freedom] = factor
      return error * factor
    }
  }
}

/// The variance of a sum of independent means, each of which has an estimated variance of its own.
///
/// - Source: Satterthwaite, "An approximate distribution of estimates of variance components",
///   Biometrics Bulletin 2(6), 1946.
struct VarianceSum {
  private var variance = 0.0
  private var squares = 0.0
  private var isEmpty = true
  private var isTold = true

  /// Adds a variance that is estimated with so many degrees of freedom; with none it is not told, and so
  /// is the sum.
  mutating func add(_ part: Double, degreesOfFreedom: Double) {
    isEmpty = false
    guard degreesOfFreedom > 0 else {
      isTold = false
      return
    }
    variance += part
    squares += part * part / degreesOfFreedom
  }

  var standardError: Double { variance.squareRoot() }

  /// (Σ vₖ)² / Σ vₖ²/νₖ; infinitely many for a sum of nothing, whose variance is known to be 0.
  var degreesOfFreedom: Double {
    if isEmpty { return .infinity }
    return isTold && squares > 0 ? variance * variance / squares : 0
  }
}
