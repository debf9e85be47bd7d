/// Fits what pairs of a coalition and its complement say, as a linear function of who is in.
///
///     ½ (v(S) − v(N∖S)) ≈ Σⱼ θⱼ zⱼ(S),  values = T θ
///
/// The first n features are *1[i ∈ S] − |S|/n*; a method may add more. A coalition's complement has
/// the same features with the opposite sign, so that a pair is one row.
///
/// - Error: squared residuals, each divided by the square of one less the row's own leverage (HC3),
///   carried through the fit; as many degrees of freedom as there are more rows than coefficients.
/// - Cost: of m rows of p features, m p² + p³/6 + n p² multiply-adds.
/// - Source: MacKinnon & White, "Some heteroskedasticity-consistent covariance matrix estimators",
///   Journal of Econometrics 29(3), 1985.
struct PairRegression {
  /// One pair.
  struct Row {
    var features: [Double]
    var target: Double
    var weight: Double
    /// The part of the row's stratum that was not drawn: its share of the sampling variance.
    var missing = 1.0
  }

  let players: Int
  /// *T*: the weights of the coefficients in each player's value.
  let effects: [[Double]]

  /// The features of one coalition that all methods share.
  static func features(of coalition: Coalition, players: Int) -> [Double] {
    var features = [Double](
      repeating: -Double(coalition.count) / Double(players), count: players)
    for player in coalition { features[player] += 1 }
    return features
  }

  /// - Throws: ``Undetermined`` when the rows do not tell the players apart.
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
    // The n shared features sum to 0, so that one of them always depends on the others.
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
      // A row that the fit goes through, whatever its target, has no residual to tell its error by.
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
  /// A coalition and its complement.
  init(pairOf coalition: Coalition, players n: Int) {
    self.init([coalition, Coalition.grand(n).subtracting(coalition)])
  }
}
