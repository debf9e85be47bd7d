import ApportionValuation
import Testing

@Suite("SymmetricSystem")
struct SymmetricSystemTests {
  @Test("solves a system by hand")
  func byHand() {
    let system = SymmetricSystem(lowerHalf: [4, .nan, 2, 3], size: 2)
    // 4x + 2y = 8, 2x + 3y = 8
    #expect(system.solution(of: [8, 8]) == [1, 2])
    #expect(system.isKept == [true, true])
  }

  @Test("leaves out a column that depends on those before it")
  func dependent() {
    // Columns (1, 1), (0, 1) and their sum, as products: the third adds nothing.
    let rows: [[Double]] = [[1, 0, 1], [1, 1, 2], [2, 1, 3]]
    var gram = [Double](repeating: 0, count: 9)
    var right = [Double](repeating: 0, count: 3)
    for row in rows {
      for i in 0..<3 {
        right[i] += row[i] * (5 * row[0] - row[1])
        for j in 0..<3 { gram[3 * i + j] += row[i] * row[j] }
      }
    }
    let system = SymmetricSystem(lowerHalf: gram, size: 3)
    let found = system.solution(of: right)
    #expect(system.isKept == [true, true, false])
    for (value, truth) in zip(found, [5.0, -1, 0]) { #expect(abs(value - truth) < 1e-12) }
  }

  @Test("of no columns at all there is nothing to solve")
  func empty() {
    #expect(SymmetricSystem(lowerHalf: [], size: 0).solution(of: []).isEmpty)
  }
}
