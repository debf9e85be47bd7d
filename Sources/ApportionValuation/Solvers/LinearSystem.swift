/// The solution of a small system of linear equations, by Gaussian elimination with row pivoting.
///
/// Shape: `matrix` is n × n by rows, `right` and the result have n numbers.
///
/// - Precondition: the matrix is regular.
/// - Cost: n³/3 multiplications.
func solve(_ matrix: [[Double]], _ right: [Double]) -> [Double] {
  let n = right.count
  var (rows, x) = (matrix, right)
  for column in 0..<n {
    var pivot = column
    for row in column..<n where abs(rows[row][column]) > abs(rows[pivot][column]) { pivot = row }
    precondition(rows[pivot][column] != 0, "the matrix of the linear system is singular")
    rows.swapAt(column, pivot)
    x.swapAt(column, pivot)
    for row in column + 1..<n where rows[row][column] != 0 {
      let factor = rows[row][column] / rows[column][column]
      for k in column..<n { rows[row][k] -= factor * rows[column][k] }
      x[row] -= factor * x[column]
    }
  }
  for row in (0..<n).reversed() {
    for k in row + 1..<n { x[row] -= rows[row][k] * x[k] }
    x[row] /= rows[row][row]
  }
  return x
}
