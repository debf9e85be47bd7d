import ApportionPrimitives
import ApportionSimulation
import Foundation
import Testing

@Suite("Preparation")
struct PreparationTests {
  private func table(_ numeric: [Double], columns: [String] = ["a"]) -> Table {
    let rows = numeric.count / columns.count
    return Table(
      numericNames: columns, numeric: numeric, labels: (0..<rows).map { Int32($0 % 2) },
      classNames: ["no", "yes"])
  }

  @Test("leaves complete numbers as they are unless it is to scale them")
  func asTheyAre() throws {
    let table = table([1, 2, 3, 4])
    let dataset = try Preparation().apply(to: table, fittedTo: [0])
    #expect(dataset.features == [1, 2, 3, 4])
    #expect(dataset.labels == table.labels)
    #expect(dataset.featureCount == 1)
  }

  @Test("a missing number becomes the mean of the training rows")
  func mean() throws {
    let dataset = try Preparation().apply(
      to: table([1, .nan, 4, 100, .nan]), fittedTo: [0, 1, 2])
    #expect(dataset.features == [1, 2.5, 4, 100, 2.5])
  }

  @Test("a missing number becomes the commonest of the training rows, of several the smallest")
  func mostFrequent() throws {
    let preparation = Preparation(imputation: .mostFrequent)
    let dataset = try preparation.apply(
      to: table([7, 5, 5, 7, 9, .nan, 9, 9]), fittedTo: Array(0..<6))
    #expect(dataset.features == [7, 5, 5, 7, 9, 5, 9, 9])
  }

  @Test("numbers are scaled by the population deviation, gaps being filled first")
  func standardize() throws {
    let preparation = Preparation(standardize: true)
    // Mean 3 and, with the gap at the mean, variance (4 + 0 + 0 + 4) / 4 = 2.
    let dataset = try preparation.apply(to: table([1, 3, .nan, 5, 7]), fittedTo: [0, 1, 2, 3])
    let root = Float(2.0.squareRoot())
    let expected: [Float] = [-2 / root, 0, 0, 2 / root, 4 / root]
    for (found, right) in zip(dataset.features, expected) {
      // One division in Float against one in Double: a unit in the last place.
      #expect(abs(found - right) <= right.ulp)
    }
  }

  @Test("a column that never changes in training becomes 0 and keeps its scale elsewhere")
  func constant() throws {
    let preparation = Preparation(standardize: true)
    let dataset = try preparation.apply(to: table([4, 4, 4, 6]), fittedTo: [0, 1, 2])
    #expect(dataset.features == [0, 0, 0, 2])
    // Three times 0.1 sum to more than 0.3, which must not pass for spread.
    let tenths = try preparation.apply(to: table([0.1, 0.1, 0.1, .nan]), fittedTo: [0, 1, 2, 3])
    #expect(tenths.features == [0, 0, 0, 0])
  }

  @Test("numbers far from 0 keep what tells them apart")
  func farFromZero() throws {
    let times: [Double] = [1_700_000_000, 1_700_000_030, 1_699_999_970]
    let dataset = try Preparation(standardize: true).apply(
      to: table(times), fittedTo: [0, 1, 2])
    let deviation = 600.0.squareRoot()
    #expect(dataset.features == [0, Float(30 / deviation), Float(-30 / deviation)])
  }

  @Test("columns that are ready come first, and nothing is done to them")
  func ready() throws {
    var table = Table(
      featureNames: ["p", "q"], features: [10, 20, 30, 40], labels: [0, 1],
      classNames: ["no", "yes"])
    let preparation = Preparation(standardize: true)
    #expect(try preparation.apply(to: table, fittedTo: [0, 1]).features == [10, 20, 30, 40])
    (table.numericNames, table.numeric) = (["a"], [1, 3])
    table.categorical = [
      Table.CategoricalColumn(name: "c", levels: ["x", "y"], codes: [1, 0])
    ]
    let dataset = try preparation.apply(to: table, fittedTo: [0, 1])
    #expect(dataset.featureCount == 5)
    #expect(dataset.features == [10, 20, -1, 0, 1, 30, 40, 1, 1, 0])
  }

  @Test("refuses a column of which training sees nothing")
  func nothingToFit() {
    let numbers = table([1, .nan, 2, .nan, 3, 9], columns: ["a", "b"])
    #expect(
      complaint { _ = try Preparation().apply(to: numbers, fittedTo: [0, 1]) }
        == "column b: its value is missing in every training example; list the column in `ignore`")
    var names = table([1, 2, 3])
    names.categorical = [
      Table.CategoricalColumn(name: "color", levels: ["red"], codes: [nil, nil, 0])
    ]
    #expect(
      complaint { _ = try Preparation().apply(to: names, fittedTo: [0, 1]) }
        == """
        column color: its value is missing in every training example; list the column in `ignore`
        """)
  }

  @Test("numbers come first and categories after them, in order")
  func order() throws {
    var table = table([1, 2, 3, 4], columns: ["a", "b"])
    table.categorical = [
      Table.CategoricalColumn(name: "c", levels: ["x", "y"], codes: [1, 0]),
      Table.CategoricalColumn(name: "d", levels: ["p", "q", "r"], codes: [2, nil]),
    ]
    let dataset = try Preparation().apply(to: table, fittedTo: [0, 1])
    #expect(dataset.featureCount == 7)
    #expect(dataset.features == [1, 2, 0, 1, 0, 0, 1, 3, 4, 1, 0, 0, 0, 1])
  }

  @Test("a wrong word for the imputation is refused with the list")
  func imputationWords() throws {
    let error = #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Preparation.Imputation.self, from: Data("\"median\"".utf8))
    }
    guard case .dataCorrupted(let context) = error else {
      Issue.record("the word was not called corrupt but: \(String(describing: error))")
      return
    }
    #expect(
      context.debugDescription == """
        unknown word "median" (did you mean "mean"?); it may be one of: mean, most-frequent
        """)
  }

  @Test("refuses more features than fit, and names the column that makes them")
  func size() {
    let rows = 20_000
    func refusal(_ change: (inout Table) -> Void) -> String {
      var table = Table(
        numericNames: ["age"], numeric: Array(repeating: 1, count: rows),
        labels: Array(repeating: 0, count: rows), classNames: ["0", "1"])
      change(&table)
      return complaint { _ = try Preparation().apply(to: table, fittedTo: [0]) }
    }
    let codes = Table.CategoricalColumn(
      name: "zip", levels: (0..<rows).map { "\($0)" }, codes: (0..<rows).map { $0 })
    #expect(
      refusal { $0.categorical = [codes] } == """
        20001 feature columns of 20000 examples take 1.5 GiB, but at most 1 GiB are allowed; the \
        categorical column "zip" has 20000 distinct values, each of which becomes a feature column; \
        list it in `ignore`, or group its values
        """)
  }
}
