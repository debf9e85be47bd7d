import ApportionPrimitives
import ApportionSimulation
import Testing

@Suite("DirichletLabels")
struct DirichletLabelsTests {
  /// 300 examples, 60 of each of five classes.
  private let dataset = Dataset(
    features: (0..<300).map(Float.init), featureCount: 1, labels: (0..<300).map { Int32($0 % 5) },
    classNames: ["a", "b", "c", "d", "e"])

  /// The share of each class that each client gets, over many draws without a minimum.
  private func shares(alpha: Double, draws: Int, seed: UInt64) throws -> [[Double]] {
    var rule = DirichletLabels()
    (rule.clients, rule.alpha, rule.minimumExamples) = (4, alpha, 0)
    return try (0..<draws).flatMap { draw in
      let shards = try rule.shards(
        of: dataset, rows: Array(0..<300), using: RandomStream(seed: seed).child("draw", draw))
      let counts = shards.map { dataset.classCounts(of: $0.rows) }
      return (0..<5).map { label in counts.map { Double($0[label]) / 60 } }
    }
  }

  @Test(
    "a class's shares have the mean and the covariance of Dirichlet(α, …, α)",
    arguments: [0.5, 5], 1...2 as ClosedRange<UInt64>)
  func moments(alpha: Double, seed: UInt64) throws {
    let shares = try shares(alpha: alpha, draws: 240, seed: seed)
    let count = Double(shares.count)
    let variance = 3.0 / 16 / (4 * alpha + 1)
    for client in 0..<4 {
      let mean = shares.reduce(0) { $0 + $1[client] } / count
      let square = shares.reduce(0) { $0 + ($1[client] - 0.25) * ($1[client] - 0.25) } / count
      let next = (client + 1) % 4
      let product = shares.reduce(0) { $0 + ($1[client] - 0.25) * ($1[next] - 0.25) } / count
      // Four standard errors of 1,200 draws; a share has kurtosis 3 at α = ½ and less than 3.3 at
      // 5, so that the error of its variance is near √(2/1200) of it. Whole examples add some 5e-5.
      #expect(abs(mean - 0.25) < 4 * (variance / count).squareRoot())
      #expect(abs(square - variance) < 4.3 * variance * (2 / count).squareRoot() + 1e-4)
      // Covariance −1/3 of the variance; the product varies no more than a square does.
      #expect(abs(product + variance / 3) < 4.3 * variance * (2 / count).squareRoot() + 1e-4)
    }
  }

  @Test("each class has a draw of its own")
  func independent() throws {
    let shares = try shares(alpha: 0.5, draws: 1, seed: 1)
    #expect(Set(shares).count == 5)
  }

  @Test(
    "the smaller α, the fewer clients hold most of a class", arguments: 1...3 as ClosedRange<UInt64>
  )
  func skew(seed: UInt64) throws {
    let largest = try [0.05, 0.5, 5, 500].map { alpha in
      let shares = try shares(alpha: alpha, draws: 20, seed: seed)
      return shares.reduce(0) { $0 + ($1.max() ?? 0) } / Double(shares.count)
    }
    #expect(largest == largest.sorted(by: >))
    #expect(largest[0] > 0.85)
    #expect(largest[3] < 0.3)
  }

  @Test("draws again until every client has the minimum", arguments: 1...5 as ClosedRange<UInt64>)
  func minimum(seed: UInt64) throws {
    var rule = DirichletLabels()
    (rule.clients, rule.alpha, rule.minimumExamples) = (5, 0.3, 35)
    let shards = try rule.partition(
      dataset, rows: Array(0..<300), using: RandomStream(seed: seed))
    #expect(shards.allSatisfy { $0.rows.count >= 35 })
  }

  @Test("rounding falls on other clients in every class", arguments: 1...3 as ClosedRange<UInt64>)
  func rounding(seed: UInt64) throws {
    // Ten classes of about half an example for each of 200 clients. Were they all cut in one order,
    // those whose part rounds to nothing would get nothing of any class.
    let labels = (0..<1079).map { Int32($0 % 10) }
    let dataset = Dataset(
      features: labels.map(Float.init), featureCount: 1, labels: labels,
      classNames: (0..<10).map(String.init))
    let rule = DirichletLabels(clients: 200, alpha: 1000, minimumExamples: 1)
    let shards = try rule.partition(
      dataset, rows: Array(0..<1079), using: RandomStream(seed: seed))
    #expect(shards.flatMap(\.rows).sorted() == Array(0..<1079))
    #expect(shards.allSatisfy { !$0.rows.isEmpty })
  }

  @Test("gives up on a minimum that does not come up")
  func noLuck() {
    var rule = DirichletLabels()
    (rule.clients, rule.alpha, rule.minimumExamples) = (5, 0.01, 9)
    // Two classes, each nearly whole with one client, do not reach five clients.
    let rows = Array((0..<300).filter { $0 % 5 < 2 }.prefix(45))
    #expect(
      complaint {
        _ = try rule.partition(dataset, rows: rows, using: RandomStream(seed: 1))
      } == """
        dirichlet-labels: in 1000 draws, none gave each of 5 clients at least 9 examples; raise \
        `alpha`, or lower `clients` or `minimum_examples`
        """)
  }

  @Test("the smallest and the largest α give each class to one client, and to all alike")
  func extremes() throws {
    for share in try shares(alpha: 1e-300, draws: 4, seed: 1) { #expect(share.max() == 1) }
    for share in try shares(alpha: .greatestFiniteMagnitude, draws: 4, seed: 1) {
      #expect(share == [0.25, 0.25, 0.25, 0.25])
    }
  }

  @Test("leaves out classes that have no training row")
  func absentClass() throws {
    let rows = (0..<300).filter { $0 % 5 != 2 }
    let shards = try DirichletLabels().partition(
      dataset, rows: rows, using: RandomStream(seed: 1))
    #expect(shards.flatMap(\.rows).sorted() == rows)
  }
}
