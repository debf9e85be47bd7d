import ApportionPrimitives
import ApportionSimulation
import Testing

@Suite("DirichletSizes")
struct DirichletSizesTests {
  private func rule(
    clients: Int, alpha: Double, minimum: Int
  ) -> DirichletSizes {
    var rule = DirichletSizes()
    (rule.clients, rule.alpha, rule.minimumExamples) = (clients, alpha, minimum)
    return rule
  }

  @Test(
    "shares of the examples have the mean and variance of Dirichlet(α, …, α)",
    arguments: 1...2 as ClosedRange<UInt64>)
  func moments(seed: UInt64) throws {
    let (rule, dataset) = (rule(clients: 3, alpha: 1, minimum: 0), examples(60))
    let draws = 800
    let sizes = try (0..<draws).map { draw in
      try rule.shards(
        of: dataset, rows: Array(0..<60), using: RandomStream(seed: seed).child("draw", draw)
      ).map { Double($0.rows.count) / 60 }
    }
    let variance = 2.0 / 9 / 4
    for client in 0..<3 {
      let mean = sizes.reduce(0) { $0 + $1[client] } / Double(draws)
      let square = sizes.reduce(0) { $0 + ($1[client] - mean) * ($1[client] - mean) }
      // Four standard errors; the kurtosis of Beta(1, 2) is 2.4. Whole examples add some 5e-5.
      #expect(abs(mean - 1.0 / 3) < 4 * (variance / Double(draws)).squareRoot())
      let error = variance * (1.4 / Double(draws)).squareRoot()
      #expect(abs(square / Double(draws) - variance) < 4 * error + 1e-4)
    }
  }

  @Test("clients are alike in kind", arguments: 1...5 as ClosedRange<UInt64>)
  func proportions(seed: UInt64) throws {
    let dataset = examples(1200)
    let all = dataset.classCounts(of: Array(0..<1200)).map { Double($0) / 1200 }
    let shards = try rule(clients: 4, alpha: 1, minimum: 10).partition(
      dataset, rows: Array(0..<1200), using: RandomStream(seed: seed))
    for shard in shards {
      let size = Double(shard.rows.count)
      for (count, share) in zip(dataset.classCounts(of: shard.rows), all) {
        // Four standard errors of a binomial count, which varies more than one without return.
        let error = (size * share * (1 - share)).squareRoot()
        #expect(abs(Double(count) - size * share) <= 4 * error + 1)
      }
    }
  }

  @Test("the smaller α, the more sizes differ", arguments: 1...3 as ClosedRange<UInt64>)
  func skew(seed: UInt64) throws {
    let largest = try [0.1, 1, 10, 1000].map { alpha in
      try (0..<40).reduce(0) { sum, draw in
        let shards = try rule(clients: 4, alpha: alpha, minimum: 0).shards(
          of: examples(100), rows: Array(0..<100),
          using: RandomStream(seed: seed).child("draw", draw))
        return sum + (shards.map(\.rows.count).max() ?? 0)
      }
    }
    #expect(largest == largest.sorted(by: >))
    #expect(largest[3] <= 40 * 28)
  }

  @Test("gives up on a minimum that does not come up")
  func noLuck() {
    #expect(
      complaint {
        _ = try rule(clients: 5, alpha: 0.01, minimum: 8).partition(
          examples(40), rows: Array(0..<40), using: RandomStream(seed: 1))
      } == """
        dirichlet-sizes: in 1000 draws, none gave each of 5 clients at least 8 examples; raise \
        `alpha`, or lower `clients` or `minimum_examples`
        """)
  }
}
