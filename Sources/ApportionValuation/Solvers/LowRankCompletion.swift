package import ApportionPrimitives

/// A matrix of low rank that fits the known entries, by alternating least squares.
///
///     minimise  Σ (uₜₛ − wₜ · hₛ)² + λ (Σ ‖wₜ‖² + Σ ‖hₛ‖²)   over the known (t, s)
///
/// With one factor fixed, the vectors of the other are the solutions of one r × r linear system each. The
/// factors are solved for in turn until a sweep over both reduces the sum by no more than `tolerance` per
/// known entry. Entries are first divided by their root mean square, so λ has no unit, and another unit
/// of the entries changes only the unit of the result.
///
/// λ is reduced from 1 in steps of a factor of 10. From a small λ at the start, the sweeps end in a wrong
/// minimum for about every second random start: a vector of the wrong sign would have to pass through 0,
/// where its partner is infinite.
///
/// - Cost: per sweep r² for each known entry and r³/3 for each row and column.
/// - Source: Zhou, Wilkinson, Schreiber & Pan, "Large-scale parallel collaborative filtering for the
///   Netflix prize", AAIM 2008, with the penalty of Fan et al., ICDE 2022, equation 8.
package struct LowRankCompletion {
  /// The rank r.
  package var rank: Int
  /// λ, at least 10⁻⁹, so that every system is regular.
  package var penalty: Double
  package var tolerance: Double
  package var maximumSweeps: Int

  package init(rank: Int, penalty: Double, tolerance: Double, maximumSweeps: Int) {
    (self.rank, self.penalty) = (rank, penalty)
    (self.tolerance, self.maximumSweeps) = (tolerance, maximumSweeps)
  }

  /// A known entry of a row.
  package struct Entry {
    package var column: Int
    package var value: Double

    package init(column: Int, value: Double) { (self.column, self.value) = (column, value) }
  }

  /// A matrix W Hᵀ.
  package struct Fit {
    /// wₜ, one for each row.
    package fileprivate(set) var left: [[Double]]
    /// hₛ, one for each column.
    package fileprivate(set) var right: [[Double]]
    package fileprivate(set) var sweeps = 0
    /// By how much the last sweep reduced the sum, per known entry.
    package fileprivate(set) var change = Double.infinity
    fileprivate let scale: Double

    package subscript(row: Int, column: Int) -> Double {
      scale * dot(left[row], right[column])
    }
  }

  /// Fits the known entries.
  ///
  /// - Parameters:
  ///   - rows: the known entries of each row.
  ///   - columns: the number of columns.
  ///   - stream: the source of the random start of H.
  /// - Returns: the fit, whose `change` is above the tolerance if `maximumSweeps` was too small.
  /// - Precondition: every row and every column has a known entry, since nothing is known of the others.
  package func callAsFunction(
    rows: [[Entry]], columns: Int, using stream: RandomStream
  ) -> Fit {
    let count = rows.reduce(0) { $0 + $1.count }
    let squares = rows.joined().reduce(0) { $0 + $1.value * $1.value }
    let scale = squares > 0 ? (squares / Double(count)).squareRoot() : 1
    let rows = rows.map { $0.map { Entry(column: $0.column, value: $0.value / scale) } }
    var byColumn = [[Entry]](repeating: [], count: columns)
    for (row, entries) in rows.enumerated() {
      for entry in entries {
        byColumn[entry.column].append(Entry(column: row, value: entry.value))
      }
    }
    precondition(
      (rows + byColumn).allSatisfy { !$0.isEmpty }, "a row or column has no known entry")
    var draws = stream.child("completion")
    var fit = Fit(
      left: [],
      right: (0..<columns).map { _ in (0..<rank).map { _ in draws.normal() } }, scale: scale)
    for penalty in penalties {
      var loss = Double.infinity
      fit.change = .infinity
      while fit.change > tolerance && fit.sweeps < maximumSweeps {
        fit.left = rows.map { fitted($0, to: fit.right, penalty) }
        fit.right = byColumn.map { fitted($0, to: fit.left, penalty) }
        fit.sweeps += 1
        let before = loss
        loss = self.loss(of: fit, rows, penalty)
        fit.change = (before - loss) / Double(count)
      }
    }
    return fit
  }

  /// The values of λ: from 1, or λ if it is larger, down to λ.
  private var penalties: [Double] {
    var penalties: [Double] = []
    var step = 1.0
    while step > penalty {
      penalties.append(step)
      step /= 10
    }
    return penalties + [penalty]
  }

  /// The vector x that minimises Σ (value − x · factor)² + λ ‖x‖².
  private func fitted(
    _ entries: [Entry], to factors: [[Double]], _ penalty: Double
  ) -> [Double] {
    var matrix = [[Double]](
      repeating: [Double](repeating: 0, count: rank), count: rank)
    var right = [Double](repeating: 0, count: rank)
    for entry in entries {
      let factor = factors[entry.column]
      for i in 0..<rank {
        for j in 0..<rank { matrix[i][j] += factor[i] * factor[j] }
        right[i] += factor[i] * entry.value
      }
    }
    for i in 0..<rank { matrix[i][i] += penalty }
    return solve(matrix, right)
  }

  private func loss(of fit: Fit, _ rows: [[Entry]], _ penalty: Double) -> Double {
    var sum = 0.0
    for (row, entries) in rows.enumerated() {
      for entry in entries {
        let error = entry.value - dot(fit.left[row], fit.right[entry.column])
        sum += error * error
      }
    }
    return (fit.left + fit.right).reduce(sum) { $0 + penalty * dot($1, $1) }
  }
}

private func dot(_ a: [Double], _ b: [Double]) -> Double {
  zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
}
