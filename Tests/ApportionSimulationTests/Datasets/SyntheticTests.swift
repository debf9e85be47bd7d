import ApportionPrimitives
import ApportionSimulation
import Testing

@Suite("Synthetic")
struct SyntheticTests {
  private func source(_ change: (inout Synthetic) -> Void = { _ in }) -> Synthetic {
    var source = Synthetic()
    source.clients = 6
    source.features = 4
    source.classes = 3
    source.maximumExamples = 80
    change(&source)
    return source
  }

  private func table(
    seed: UInt64 = 1, _ change: (inout Synthetic) -> Void = { _ in }
  ) throws -> Table {
    try source(change).load(using: RandomStream(seed: seed))
  }

  /// The rows of each client.
  private func rows(of table: Table) -> [[Int]] {
    table.siteNames.indices.map { site in
      table.sites.indices.filter { table.sites[$0] == site }
    }
  }

  @Test("makes one site of each client, with the shapes asked for", arguments: [false, true])
  func shapes(iid: Bool) throws {
    let table = try table { $0.iid = iid }
    #expect(table.siteNames == (0..<6).map { "device \($0)" })
    #expect(table.featureNames == ["x1", "x2", "x3", "x4"])
    #expect(table.features.count == 4 * table.rowCount)
    #expect(table.sites.count == table.rowCount)
    #expect(table.classNames == ["0", "1", "2"])
    #expect(table.labels.allSatisfy { (0..<3).contains($0) })
    #expect(table.features.allSatisfy { $0.isFinite })
    for rows in rows(of: table) { #expect((50...80).contains(rows.count)) }
  }

  @Test("is the same for the same stream and another for another")
  func seeded() throws {
    let first = try table(seed: 1)
    let again = try table(seed: 1)
    #expect(again.features == first.features)
    #expect(again.labels == first.labels)
    #expect(try table(seed: 2).features != first.features)
  }

  @Test("one more client changes nobody else's examples", arguments: [false, true])
  func anotherClient(iid: Bool) throws {
    let few = source { $0.iid = iid }
    let more = source {
      $0.iid = iid
      $0.clients = 7
    }
    let (before, splitBefore) = try few.prepared(using: RandomStream(seed: 5))
    let (after, splitAfter) = try more.prepared(using: RandomStream(seed: 5))
    let count = before.count
    #expect(after.count > count)
    #expect(after.features.starts(with: before.features))
    #expect(after.labels.starts(with: before.labels))
    #expect(after.sites.starts(with: before.sites))
    // What each is used for stays, too.
    #expect(splitAfter.train.filter { $0 < count } == splitBefore.train)
    #expect(splitAfter.validation.filter { $0 < count } == splitBefore.validation)
    #expect(splitAfter.test.filter { $0 < count } == splitBefore.test)
  }

  @Test("sizes are 50 and a log-normal draw, cut at the maximum", arguments: [1, 2] as [UInt64])
  func sizes(seed: UInt64) throws {
    let table = try table(seed: seed) {
      $0.clients = 200
      $0.features = 1
      $0.classes = 2
      $0.maximumExamples = 150
    }
    let sizes = rows(of: table).map(\.count)
    #expect(sizes.allSatisfy { (50...150).contains($0) })
    // ⌊e^z⌋ ≥ 55 has probability ½ within 0.002, and ⌊e^z⌋ ≥ 100 has P(z > ln 100) = 0.381: four
    // standard errors of 200 draws are 28.
    #expect(abs(sizes.count { $0 >= 105 } - 100) <= 28)
    #expect(abs(sizes.count { $0 == 150 } - 76) <= 28)
  }

  /// Whether one threshold tells the two classes of `rows` apart, as it must where one linear
  /// model of one feature made them all.
  private func isCutOnce(_ table: Table, rows: [Int]) -> Bool {
    let ordered = rows.sorted { table.features[$0] < table.features[$1] }
    let labels = ordered.map { table.labels[$0] }
    return zip(labels, labels.dropFirst()).count { $0 != $1 } <= 1
  }

  @Test("clients share one model when alike, and each has its own otherwise")
  func models() throws {
    func table(iid: Bool) throws -> Table {
      try self.table {
        ($0.iid, $0.alpha, $0.beta) = (iid, 0, 0)
        ($0.features, $0.classes) = (1, 2)
      }
    }
    let (alike, unlike) = (try table(iid: true), try table(iid: false))
    #expect(isCutOnce(alike, rows: Array(0..<alike.rowCount)))
    #expect(!isCutOnce(unlike, rows: Array(0..<unlike.rowCount)))
    for rows in rows(of: unlike) { #expect(isCutOnce(unlike, rows: rows)) }
  }

  /// The mean over all features of each client.
  private func centers(_ table: Table) -> [Double] {
    let width = table.featureNames.count
    return rows(of: table).map { rows in
      let sum = rows.reduce(0.0) { sum, row in
        sum + table.features[row * width..<(row + 1) * width].reduce(0) { $0 + Double($1) }
      }
      return sum / Double(rows.count * width)
    }
  }

  @Test("β is the variance between the clients' data", arguments: [1, 2] as [UInt64])
  func beta(seed: UInt64) throws {
    func spread(beta: Double, iid: Bool = false) throws -> Double {
      let table = try table(seed: seed) {
        ($0.clients, $0.features, $0.classes) = (40, 20, 2)
        ($0.maximumExamples, $0.beta, $0.iid) = (51, beta, iid)
      }
      return centers(table).reduce(0) { $0 + $1 * $1 } / 40
    }
    // A client's center is N(0, β + 1/20), apart from a sample's own spread, which is below 0.001;
    // the mean of 40 squares has the standard error √(2/40) of its expectation, four of them 0.9.
    #expect(try abs(spread(beta: 25) / 25.05 - 1) < 0.9)
    #expect(try abs(spread(beta: 0) / 0.05 - 1) < 0.92)
    #expect(try spread(beta: 25, iid: true) < 0.01)
  }

  @Test("the j-th feature has variance j^−1.2 about its client's mean")
  func spreads() throws {
    let table = try table {
      ($0.clients, $0.features, $0.maximumExamples) = (20, 3, 150)
    }
    for feature in 0..<3 {
      var (sum, degrees) = (0.0, 0.0)
      for rows in rows(of: table) {
        let values = rows.map { Double(table.features[3 * $0 + feature]) }
        let mean = values.reduce(0, +) / Double(values.count)
        sum += values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        degrees += Double(values.count - 1)
      }
      let expected = [1, 0.435275, 0.267581][feature]
      // Four standard errors of a variance of normal draws.
      #expect(abs(sum / degrees / expected - 1) < 4 * (2 / degrees).squareRoot())
    }
  }

  @Test("α moves all logits of a client alike, and so changes no label")
  func alpha() throws {
    let (none, much) = (try table { $0.alpha = 0 }, try table { $0.alpha = 25 })
    #expect(none.features == much.features)
    #expect(none.labels == much.labels)
  }

  @Test("refuses settings that are out of range")
  func settings() {
    func refusal(_ change: (inout Synthetic) -> Void) -> String {
      complaint { try source(change).validate() }
    }
    #expect(refusal { $0.alpha = -1 } == "`alpha` is -1.0, but must be at least 0 and finite")
    #expect(refusal { $0.alpha = .infinity } == "`alpha` is inf, but must be at least 0 and finite")
    #expect(refusal { $0.beta = -0.5 } == "`beta` is -0.5, but must be at least 0 and finite")
    #expect(refusal { $0.beta = .nan } == "`beta` is nan, but must be at least 0 and finite")
    #expect(refusal { $0.clients = 0 } == "`clients` is 0, but must be at least 1")
    #expect(refusal { $0.features = 0 } == "`features` is 0, but must be at least 1")
    #expect(refusal { $0.classes = 1 } == "`classes` is 1, but must be at least 2")
    let absurd = Int.max
    #expect(
      refusal { $0.clients = absurd } == "`clients` is \(absurd), but must be at most 100000")
    #expect(
      refusal { $0.features = absurd } == "`features` is \(absurd), but must be at most 100000")
    #expect(
      refusal { $0.classes = 1_000_001 } == "`classes` is 1000001, but must be at most 100000")
    #expect(
      refusal { $0.maximumExamples = 50 } == "`maximumExamples` is 50, but must be at least 51")
    #expect(
      refusal { $0.validation = 0 } == "`validation` is 0.0, but must be above 0 and below 1")
  }

  @Test("refuses sizes that no machine holds before anything is drawn")
  func absurdSizes() {
    func refusal(_ change: (inout Synthetic) -> Void) -> String {
      var source = Synthetic()
      change(&source)
      return complaint { _ = try source.load(using: RandomStream(seed: 1)) }
    }
    #expect(
      refusal { $0.features = 1_000_000 } == "`features` is 1000000, but must be at most 100000")
    #expect(refusal { $0.clients = .max } == "`clients` is \(Int.max), but must be at most 100000")
    #expect(refusal { $0.maximumExamples = .max }.contains("but must be at most 1,000,000,000"))
    #expect(
      refusal {
        $0.clients = 100_000
        $0.features = 10_000
      } == """
        `classes` is 10, but must be smaller: `clients` × `classes` × `features` must be at most 10^9
        """)
    let many = refusal {
      $0.clients = 1000
      $0.features = 100_000
    }
    #expect(many.hasPrefix("100000 feature columns of "))
    #expect(many.hasSuffix("but at most 1 GiB are allowed; leave out columns or rows"))
  }
}
