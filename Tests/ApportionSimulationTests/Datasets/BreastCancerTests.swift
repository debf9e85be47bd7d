import ApportionPrimitives
import ApportionSimulation
import Testing

@Suite("BreastCancer")
struct BreastCancerTests {
  @Test("holds the examples of the source")
  func contents() throws {
    let table = try BreastCancer().load(using: RandomStream(seed: 0))
    #expect(table.rowCount == 569)
    #expect(table.numericNames.count == 30)
    #expect(Set(table.numericNames).count == 30)
    #expect(table.classNames == ["malignant", "benign"])
    #expect(table.labels.count { $0 == 0 } == 212)
    #expect(table.labels.count { $0 == 1 } == 357)
    #expect(table.siteNames.isEmpty)
  }

  @Test("has each measurement where its name says")
  func firstRow() throws {
    let table = try BreastCancer().load(using: RandomStream(seed: 0))
    // The first row of the source: a malignant mass.
    let first: [String: Double] = [
      "mean radius": 17.99, "mean texture": 10.38, "mean perimeter": 122.8, "mean area": 1001,
      "mean smoothness": 0.1184, "mean fractal dimension": 0.07871, "error of radius": 1.095,
      "error of area": 153.4, "worst radius": 25.38, "worst area": 2019, "worst symmetry": 0.4601,
      "worst fractal dimension": 0.1189,
    ]
    for (name, value) in first {
      let column = try #require(table.numericNames.firstIndex(of: name))
      #expect(table.numeric[column] == value)
    }
    #expect(table.labels.first == 0)
    #expect(table.labels.last == 1)
  }

  @Test("is standardised by the training rows")
  func standardized() throws {
    let (dataset, split) = try BreastCancer().prepared(using: RandomStream(seed: 3))
    #expect(split.validation.count == 142)
    #expect(split.test.count == 114)
    for column in 0..<30 {
      let values = split.train.map { Double(dataset.features[30 * $0 + column]) }
      let mean = values.reduce(0, +) / Double(values.count)
      let square = values.reduce(0) { $0 + $1 * $1 } / Double(values.count)
      // Each of the 313 values is rounded to Float, some 1e-7 of a value of at most 13.
      #expect(abs(mean) < 1e-6)
      #expect(abs(square - 1) < 1e-5)
    }
  }
}
