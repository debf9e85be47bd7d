import ApportionPrimitives
import ApportionValuation
import Testing

@Suite("LowRankCompletion")
struct LowRankCompletionTests {
  typealias Entry = LowRankCompletion.Entry

  static func fit(
    _ rows: [[Entry]], columns: Int, rank: Int = 1, penalty: Double = 1e-9,
    tolerance: Double = 1e-14, sweeps: Int = 10_000, seed: UInt64 = 1
  ) -> LowRankCompletion.Fit {
    LowRankCompletion(
      rank: rank, penalty: penalty, tolerance: tolerance, maximumSweeps: sweeps)(
        rows: rows, columns: columns, using: RandomStream(seed: seed))
  }

  /// σ u vᵀ, with u and v of length 1.
  static let (u, v, sigma) = ([1.0 / 3, 2.0 / 3, -2.0 / 3], [0.6, 0.8], 7.0)

  static let full = u.map { u in
    v.enumerated().map { Entry(column: $0.offset, value: sigma * u * $0.element) }
  }

  @Test(
    "entries that are missing from a matrix of rank 1 are found",
    arguments: 1...8 as ClosedRange<UInt64>)
  func completes(seed: UInt64) {
    var rows = Self.full
    rows[1].remove(at: 0)
    rows[2].remove(at: 1)
    let fit = Self.fit(rows, columns: 2, seed: seed)
    #expect(fit.change <= 1e-14)
    for row in 0..<3 {
      for column in 0..<2 {
        let truth = Self.sigma * Self.u[row] * Self.v[column]
        #expect(abs(fit[row, column] - truth) < 1e-6, "\(row), \(column)")
      }
    }
  }

  @Test(
    "the penalty takes λ off every singular value, as it does where all is known",
    arguments: [1, 2])
  func shrinks(rank: Int) {
    // In units of the root mean square, σ / √6, the singular value is √6.
    let shrunk = Self.sigma * (1 - 0.5 / 6.0.squareRoot())
    let fit = Self.fit(Self.full, columns: 2, rank: rank, penalty: 0.5)
    for row in 0..<3 {
      for column in 0..<2 {
        #expect(abs(fit[row, column] - shrunk * Self.u[row] * Self.v[column]) < 1e-5)
      }
    }
  }

  @Test("a matrix of rank 2 needs rank 2")
  func rank() {
    var draws = RandomStream(seed: 9)
    let factors = (0..<12).map { _ in [draws.normal(), draws.normal()] }
    var rows = (0..<6).map { row in
      (6..<12).map { column in
        Entry(
          column: column - 6,
          value: factors[row][0] * factors[column][0] + factors[row][1] * factors[column][1])
      }
    }
    let missing = rows[3].remove(at: 4)
    #expect(abs(Self.fit(rows, columns: 6, rank: 2)[3, 4] - missing.value) < 1e-4)
    #expect(abs(Self.fit(rows, columns: 6, rank: 1)[3, 4] - missing.value) > 0.1)
  }

  @Test("other units change nothing but the units, to the bit")
  func units() {
    let fit = Self.fit(Self.full, columns: 2, penalty: 0.1)
    let larger = Self.fit(
      Self.full.map { $0.map { Entry(column: $0.column, value: 1024 * $0.value) } }, columns: 2,
      penalty: 0.1)
    #expect(larger[1, 1] == 1024 * fit[1, 1])
    #expect(larger.sweeps == fit.sweeps)
  }

  @Test("nothing but zeros is nothing, and too few sweeps show")
  func ends() {
    let zeros = Self.fit(
      Self.full.map { $0.map { Entry(column: $0.column, value: 0) } }, columns: 2)
    #expect(zeros[2, 1] == 0)
    #expect(zeros.change == 0)
    let hasty = Self.fit(Self.full, columns: 2, penalty: 2, sweeps: 2)
    #expect(hasty.sweeps == 2)
    #expect(hasty.change > 1e-14)
  }
}
