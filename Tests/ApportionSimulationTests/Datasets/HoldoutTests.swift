import ApportionPrimitives
import ApportionSimulation
import Testing

@Suite("Holdout")
struct HoldoutTests {
  /// A table of `rows` examples whose sites and classes are drawn unevenly.
  private func table(rows: Int, sites: Int, classes: Int, seed: UInt64) -> Table {
    var stream = RandomStream(seed: seed)
    func uneven(_ count: Int) -> Int {
      min(stream.integer(below: count), stream.integer(below: count))
    }
    var table = Table(
      numericNames: ["a"], numeric: (0..<rows).map(Double.init),
      labels: (0..<rows).map { _ in Int32(uneven(classes)) },
      classNames: (0..<classes).map(String.init))
    if sites > 0 {
      table.sites = (0..<rows).map { _ in uneven(sites) }
      table.siteNames = (0..<sites).map(String.init)
    }
    return table
  }

  /// The rows of each class of each site, in the order in which they are divided.
  private func strata(of table: Table, in rows: [Int]) -> [[Int]] {
    (0..<max(table.siteNames.count, 1)).flatMap { site in
      table.classNames.indices.map { label in
        rows.filter {
          table.labels[$0] == Int32(label) && (table.sites.isEmpty || table.sites[$0] == site)
        }
      }
    }
  }

  @Test("gives every row one purpose, in order", arguments: 1...5 as ClosedRange<UInt64>)
  func complete(seed: UInt64) throws {
    let table = table(rows: 83, sites: 3, classes: 4, seed: seed)
    let split = try Holdout().split(table, using: RandomStream(seed: seed))
    for part in [split.train, split.validation, split.test] { #expect(part == part.sorted()) }
    #expect((split.train + split.validation + split.test).sorted() == Array(0..<83))
  }

  @Test(
    "takes from every class of every site its share, to the nearest example",
    arguments: 1...10 as ClosedRange<UInt64>,
    [Holdout(validation: 0.2, test: 0.2), Holdout(validation: 0.15, test: 0.3)])
  func stratified(seed: UInt64, holdout: Holdout) throws {
    let table = table(rows: 400, sites: Int(seed % 4), classes: 5, seed: seed)
    let split = try holdout.split(table, using: RandomStream(seed: seed).child("split"))
    var (seen, inTest, inValidation) = (0.0, 0.0, 0.0)
    for stratum in strata(of: table, in: Array(0..<400)) {
      let (test, validation) = (Set(split.test), Set(split.validation))
      let tested = stratum.count { test.contains($0) }
      let validated = stratum.count { validation.contains($0) }
      // The running totals are rounded, so they are half an example off at most, and what lies
      // between two of them one example. Where a stratum has too few rows for what both are
      // owed, validation waits for one example longer.
      #expect(abs(Double(tested) - holdout.test * Double(stratum.count)) <= 1)
      #expect(abs(Double(validated) - holdout.validation * Double(stratum.count)) <= 2)
      seen += Double(stratum.count)
      inTest += Double(tested)
      inValidation += Double(validated)
      #expect(abs(inTest - holdout.test * seen) <= 0.5 + 1e-9)
      #expect(abs(inValidation - holdout.validation * seen) <= 1.5 + 1e-9)
    }
    #expect(Double(split.test.count) == (holdout.test * 400).rounded())
    #expect(Double(split.validation.count) == (holdout.validation * 400).rounded())
  }

  @Test("rounding does not add up over many small strata", arguments: [1, 2, 3])
  func smallStrata(size: Int) throws {
    // Of 1 to 3 examples a fifth rounds to nothing, or to twice too much.
    let sites = 100
    var table = Table(
      numericNames: [], numeric: [], labels: Array(repeating: 0, count: size * sites),
      classNames: ["0"])
    table.sites = (0..<size * sites).map { $0 % sites }
    table.siteNames = (0..<sites).map(String.init)
    let split = try Holdout().split(table, using: RandomStream(seed: 1))
    #expect(split.test.count == 20 * size)
    #expect(split.validation.count == 20 * size)
  }

  @Test("is the same for the same stream and another for another")
  func seeded() throws {
    let table = table(rows: 200, sites: 2, classes: 3, seed: 1)
    let split = try Holdout().split(table, using: RandomStream(seed: 7))
    #expect(try Holdout().split(table, using: RandomStream(seed: 7)) == split)
    #expect(try Holdout().split(table, using: RandomStream(seed: 8)) != split)
  }

  @Test("keeps the test rows that the source sets apart, and takes none besides")
  func ownTestRows() throws {
    var table = table(rows: 100, sites: 0, classes: 2, seed: 3)
    table.testRowCount = 30
    let split = try Holdout(validation: 0.1, test: 0.5).split(table, using: RandomStream(seed: 1))
    #expect(split.test == Array(70..<100))
    #expect(split.validation.count == 7)
    #expect(split.train.count == 63)
    #expect((split.train + split.validation).allSatisfy { $0 < 70 })
  }

  @Test("holds nothing out for the test when told so")
  func noTest() throws {
    let table = table(rows: 50, sites: 0, classes: 2, seed: 3)
    let split = try Holdout(validation: 0.2, test: 0).split(table, using: RandomStream(seed: 1))
    #expect(split.test.isEmpty)
    #expect(split.validation.count == 10)
  }

  @Test("refuses to leave a part empty")
  func emptyParts() {
    let two = table(rows: 2, sites: 0, classes: 2, seed: 1)
    #expect(
      complaint { _ = try Holdout().split(two, using: RandomStream(seed: 1)) }
        == "there are 2 examples, but none is left for validation; change `validation` or `test`")
    let greedy = Holdout(validation: 0.5, test: 0.49)
    #expect(
      complaint { _ = try greedy.split(two, using: RandomStream(seed: 1)) }
        == "there are 2 examples, but none is left for training; change `validation` or `test`")
  }

  @Test("refuses to leave the test empty where some of it was asked for")
  func emptyTest() {
    let six = table(rows: 6, sites: 0, classes: 2, seed: 1)
    #expect(
      complaint {
        _ = try Holdout(validation: 0.4, test: 0.05).split(six, using: RandomStream(seed: 1))
      } == "there are 6 examples, but none is left for test; change `validation` or `test`")
  }

  @Test("refuses a class of which training sees nothing")
  func untrainedClass() {
    func refusal(_ labels: [Int32], setApart: Int = 0) -> String {
      var table = Table(
        numericNames: [], numeric: [], labels: labels, classNames: ["red", "green", "blue"])
      table.testRowCount = setApart
      return complaint {
        _ = try Holdout(validation: 0.5, test: setApart > 0 ? 0 : 0.3)
          .split(table, using: RandomStream(seed: 1))
      }
    }
    let many = Array(repeating: [0, 1] as [Int32], count: 10).joined()
    func text(_ examples: String) -> String {
      """
      class blue: it has \(examples), but none is left for training; hold out less, merge the class \
      with another, or leave it out
      """
    }
    #expect(refusal(many + [2]) == text("1 example"))
    #expect(refusal(many + [2, 2], setApart: 2) == text("2 examples"))
    // Nobody is evaluated by a class that no example is of.
    #expect(refusal(Array(many)) == "no complaint")
    #expect(refusal(many + [2, 2, 2, 2, 2, 2]) == "no complaint")
  }

  @Test("refuses fractions out of range")
  func ranges() {
    func refusal(_ validation: Double, _ test: Double) -> String {
      complaint { try Holdout(validation: validation, test: test).validate() }
    }
    for (value, shown) in [(0.0, "0.0"), (1.0, "1.0"), (-0.5, "-0.5"), (.nan, "nan")] {
      #expect(
        refusal(value, 0.1) == "`validation` is \(shown), but must be above 0 and below 1")
    }
    for (value, shown) in [(0.3, "0.3"), (-0.1, "-0.1"), (.nan, "nan")] {
      #expect(
        refusal(0.7, value) == """
          `test` is \(shown), but must be at least 0, and below 1 together with `validation`, \
          which is 0.7
          """)
    }
    #expect(refusal(0.5, 0) == "no complaint")
    #expect(refusal(0.5, 0.49) == "no complaint")
  }
}
