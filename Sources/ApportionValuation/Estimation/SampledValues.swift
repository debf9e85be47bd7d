import ApportionPrimitives

/// The values that an estimator's draws determine, with their standard errors.
public struct SampledValues: Hashable, Sendable {
  /// One value per player.
  public var values: [Double]

  /// One standard error per value, as estimated from the sample.
  public var standardErrors: [Double]

  /// The degrees of freedom of each standard error, which may be fractional.
  ///
  /// They are infinite if the value is exact, and 0 if the sample does not determine the error.
  public var degreesOfFreedom: [Double]

  /// Axioms that hold exactly for these draws, besides those that the method always guarantees.
  public var guarantees: Axioms

  /// Values with their standard errors, the degrees of freedom of these, and guarantees.
  public init(
    values: [Double], standardErrors: [Double], degreesOfFreedom: [Double],
    guarantees: Axioms = []
  ) {
    (self.values, self.standardErrors) = (values, standardErrors)
    (self.degreesOfFreedom, self.guarantees) = (degreesOfFreedom, guarantees)
  }

  /// Exact values, without sampling error.
  public init(exact values: [Double]) {
    self.init(
      values: values, standardErrors: values.map { _ in 0 },
      degreesOfFreedom: values.map { _ in .infinity })
  }

  /// The degrees of freedom of the sample variance of this many independent draws.
  ///
  /// Draws have heavier tails than normal numbers: credits differ by position in the order, and rare
  /// positions have a large weight. The sample variance of numbers of kurtosis κ varies like that of
  /// normal numbers with 2/(κ − 1) of the degrees of freedom; for walks and coalitions of small games κ
  /// is about 4.
  static func freedom(ofDraws draws: Int) -> Double {
    draws > 1 ? max(1, 0.6 * Double(draws - 1)) : 0
  }

  /// The standard errors as an attribution reports them.
  ///
  /// A standard error that is itself estimated from few draws is widened, so that 1.96 of them on both
  /// sides contain the true value in 95 % of samples:
  ///
  ///     σ · t₀.₉₇₅(ν) / z₀.₉₇₅
  ///
  /// with Student's quantile for its ν degrees of freedom over the normal one; 6.5 for ν = 1, 1.14 for
  /// 10. A sample without spread does not determine its error, nor does one without degrees of freedom:
  /// the error is then nil, and never 0.
  ///
  /// - Parameter largest: the largest absolute worth; spreads up to 10⁻¹² of it are rounding errors.
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

/// The sum of the estimated variances of independent means, with its degrees of freedom.
///
/// - Source: Satterthwaite, "An approximate distribution of estimates of variance components",
///   Biometrics Bulletin 2(6), 1946.
struct VarianceSum {
  private var variance = 0.0
  private var squares = 0.0
  private var isEmpty = true
  private var isTold = true

  /// Adds a variance with this many degrees of freedom; with none it is unknown, and so is the sum.
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

  /// (Σ vₖ)² / Σ vₖ²/νₖ; infinite for an empty sum, whose variance is known to be 0.
  var degreesOfFreedom: Double {
    if isEmpty { return .infinity }
    return isTold && squares > 0 ? variance * variance / squares : 0
  }
}
