import ApportionPrimitives
import ApportionSimulation
import Testing

@Suite("Digits")
struct DigitsTests {
  @Test("holds the images of the source, class by class")
  func contents() throws {
    let table = try Digits().load(using: RandomStream(seed: 0))
    #expect(table.rowCount == 1797)
    #expect(table.featureNames.count == 64)
    // The class counts and the sum of all pixels that scikit-learn's load_digits() reports.
    let counts = (0..<10).map { label in table.labels.count { $0 == Int32(label) } }
    #expect(counts == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180])
    #expect(table.features.reduce(0) { $0 + Double($1) * 16 } == 561_718)
  }
}
