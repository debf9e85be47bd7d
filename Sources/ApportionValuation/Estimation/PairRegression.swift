/// Fits half the worth difference of a coalition and its complement as a linear function of membership.
///
///     ½ (v(S) − v(N∖S)) ≈ Σⱼ θⱼ zⱼ(S),  values = T θ
///
/// The first n features are *1[i ∈ S] − |S|/n*; a method may add more. A coalition's complement has the
/// same features with the opposite sign, so a pair is one row.
///
/// - Error: squared residuals, each divided by the square of 1 minus the row's leverage (HC3) and
///   propagated through the fit; the degrees of freedom are the number of rows minus that of
///   coefficients.
/// - Cost: m p² + p³/6 + n p² multiply-adds for m rows of p features.
/// - Source: MacKinnon & White, "Some heteroskedasticity-consistent covariance matrix estimators",
///   Journal of Econometrics 29(3), 1985.
struct PairRegression {
  /// One pair of a coalition and its complement.
  struct Row {
    var features: [Double]
    var target: Double
    var weight: Double
    /// The fraction of the row's stratum that was not drawn, by which its sampling variance is
    /// multiplied.
    var missing = 1.0
  }

  let players: Int
  /// *T*: the weights of the coefficients in each player's value.
  let effects: [[Double]]

  /// The n features of a coalition that all methods use.
  static func features(of coalition: Coalition, players: Int) -> [Double] {
    var features = [Double](
      repeating: -Double(coalition.count) / Double(players), count: players)
    for player in coalition { features[player] += 1 }
    return features
  }

  /// - Throws: ``Undetermined`` if the rows do not distinguish all players.
  func fit(_ rows: [Row]) throws -> SampledValues {
    let count = effects[0].count
    var gram = [Double](repeating: 0, count: count * count)
    var right = [Double](repeating: 0, count: count)
    for row in rows {
      row.features.withUnsafeBufferPointer { features in
        gram.withUnsafeMutableBufferPointer { gram in
          for i in 0..<count {
            let scaled = row.weight * features[i]
            right[i] += scaled * row.target
            for j in 0...i { gram[i * count + j] += scaled * features[j] }
          }
        }
      }
    }
    let system = SymmetricSystem(lowerHalf: gram, size: count)
    // The n common features sum to 0, so one of them always depends on the others.
    guard system.isKept[..<players].count(where: { $0 }) == players - 1 else {
      throw Undetermined()
    }
    let coefficients = system.solution(of: right)
    let carriers = effects.map { system.solution(of: $0) }
    let values = effects.map { Self.product($0, coefficients) }
    var variances = [Double](repeating: 0, count: players)
    let freedom = Double(rows.count - system.isKept.count { $0 })
    var freedoms = [Double](repeating: freedom, count: players)
    for row in rows where row.missing > 0 {
      let residual = row.target - Self.product(row.features, coefficients)
      let leverage =
        row.weight * Self.product(row.features, system.solution(of: row.features))
      // The fit reproduces such a row whatever its target, so its residual does not estimate its error.
      let isFitted = leverage > 1 - 1e-6
      for player in 0..<players {
        let influence = row.weight * Self.product(carriers[player], row.features)
        if isFitted {
          if abs(influence) > 1e-9 { freedoms[player] = 0 }
          continue
        }
        let error = influence * residual / (1 - leverage)
        variances[player] += row.missing * error * error
      }
    }
    return SampledValues(
      values: values, standardErrors: variances.map { $0.squareRoot() },
      degreesOfFreedom: rows.contains { $0.missing > 0 }
        ? freedoms : freedoms.map { _ in .infinity })
  }

  private static func product(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for index in a.indices { sum += a[index] * b[index] }
    return sum
  }
}

extension Draw {
  /// A draw of a coalition and its complement.
  init(pairOf coalition: Coalition, players n: Int) {
    self.init([coalition, Coalition.grand(n).subtracting(coalition)])
  }
}
