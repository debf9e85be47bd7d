/// Solves *A x = b* for a symmetric A without negative eigenvalues, without the columns that depend on
/// earlier ones.
///
///     A = L D Lᵀ, L with ones on its diagonal; if Dⱼ is nearly 0, xⱼ = 0
///
/// - Shape: A is n × n, its lower half in rows; only that half is read.
/// - Error: a column counts as dependent if the earlier ones leave no more than 10⁻¹⁰ of its diagonal
///   entry.
/// - Cost: n³/6 multiply-adds once, n² for each right-hand side.
/// - Source: Golub & Van Loan, "Matrix computations", 4th edition, section 4.1; leaving columns
///   out as the sweep operator does: Goodnight, The American Statistician 33(3), 1979.
package struct SymmetricSystem {
  package let size: Int
  private var lower: [Double]
  private var pivots: [Double]

  /// Whether each column is used; the others have the coefficient 0.
  package let isKept: [Bool]

  package init(lowerHalf matrix: [Double], size: Int) {
    precondition(matrix.count == size * size, "a system of \(size) needs a square matrix")
    var lower = matrix
    var pivots = [Double](repeating: 0, count: size)
    var isKept = [Bool](repeating: true, count: size)
    for column in 0..<size {
      let start = column * size
      var pivot = matrix[start + column]
      for k in 0..<column { pivot -= lower[start + k] * lower[start + k] * pivots[k] }
      isKept[column] = pivot > 1e-10 * matrix[start + column]
      pivots[column] = isKept[column] ? pivot : 0
      for row in column + 1..<max(size, column + 1) {
        guard isKept[column] else {
          lower[row * size + column] = 0
          continue
        }
        var value = matrix[row * size + column]
        for k in 0..<column {
          value -= lower[row * size + k] * lower[start + k] * pivots[k]
        }
        lower[row * size + column] = value / pivot
      }
    }
    (self.size, self.lower, self.pivots, self.isKept) = (size, lower, pivots, isKept)
  }

  package func solution(of right: [Double]) -> [Double] {
    precondition(right.count == size, "\(right.count) numbers do not match \(size) columns")
    var x = right
    for row in 0..<size {
      for k in 0..<row { x[row] -= lower[row * size + k] * x[k] }
      if !isKept[row] { x[row] = 0 }
    }
    for row in 0..<size where isKept[row] { x[row] /= pivots[row] }
    for row in (0..<size).reversed() {
      guard isKept[row] else { continue }
      for k in 0..<row { x[k] -= lower[row * size + k] * x[row] }
    }
    return x
  }
}
