import ApportionPrimitives
import ApportionSimulation
import Testing

@Suite("GeometricMedian")
struct GeometricMedianTests {
  /// Weiszfeld's smoothed iteration on the points themselves.
  static func naive(
    _ models: [[Float]], examples: [Int], iterations: Int, smoothing: Double
  ) -> [Double] {
    let total = Double(examples.reduce(0, +))
    func mean(_ weights: [Double]) -> [Double] {
      let sum = weights.reduce(0, +)
      return models[0].indices.map { place in
        zip(models, weights).reduce(0) { $0 + Double($1.0[place]) * $1.1 } / sum
      }
    }
    var point = mean(examples.map { Double($0) / total })
    for _ in 0..<iterations {
      point = mean(
        zip(models, examples).map { model, examples in
          let square = zip(model, point).reduce(0) {
            $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1)
          }
          return Double(examples) / total / max(smoothing, square.squareRoot())
        })
    }
    return point
  }

  @Test(
    "is Weiszfeld's smoothed iteration, so many times", arguments: [1, 2, 3, 6, 10], [1, 3, 100])
  func definition(clients: Int, iterations: Int) throws {
    let examples = (0..<clients).map { [5, 1, 40, 7][$0 % 4] }
    for (seed, smoothing) in [(1, 1e-6), (2, 5)] {
      let models = drawnModels(clients, seed: seed)
      let rule = GeometricMedian(iterations: iterations, smoothing: smoothing)
      let truth = Self.naive(
        models, examples: examples, iterations: iterations, smoothing: smoothing)
      // One rounding, of numbers below 4; distances near 10⁻⁶ are good to 10⁻² of that.
      #expect(
        try largestDifference(merged(rule, models, examples: examples), truth) <= 0x1p-23 + 1e-7)
    }
  }

  @Test("of one client it is that one's model, and of two alike their mean")
  func few() throws {
    #expect(try merged(GeometricMedian(), [[1, -3]], examples: [7]) == [1, -3])
    #expect(try merged(GeometricMedian(), [[1, -3], [2, 5]]) == [1.5, 1])
    #expect(try merged(GeometricMedian(), [[4, 4], [4, 4], [4, 4]]) == [4, 4])
  }

  @Test("of two it is the one with more examples")
  func heavier() throws {
    let made = try merged(GeometricMedian(), [[1, -3], [2, 5]], examples: [1, 3])
    #expect(largestDifference(made, [2, 5]) < 1e-5)
  }

  @Test("of points on a line it is the weighted median")
  func collinear() throws {
    let models: [[Float]] = [[0, 0], [1, 2], [2, 4], [5, 10], [50, 100]]
    #expect(try largestDifference(merged(GeometricMedian(), models), [2, 4]) < 1e-4)
    let weighted = try merged(GeometricMedian(), models, examples: [1, 1, 1, 9, 1])
    #expect(largestDifference(weighted, [5, 10]) < 1e-5)
  }

  @Test("of the corners of a quadrilateral it is where the diagonals meet")
  func quadrilateral() throws {
    let made = try merged(GeometricMedian(), [[-1, 5], [3, 5], [0, 3], [0, 6]])
    #expect(largestDifference(made, [0, 5]) < 1e-6)
  }

  @Test("refuses no iterations, and no smoothing")
  func refusals() {
    let none = #expect(throws: InvalidSetting.self) {
      try GeometricMedian(iterations: 0).validate()
    }
    #expect(none?.description == "`iterations` is 0, but must be at least 1")
    for smoothing in [0, -1, Double.infinity] {
      let error = #expect(throws: InvalidSetting.self) {
        try GeometricMedian(iterations: 1, smoothing: smoothing).validate()
      }
      #expect(error?.description == "`smoothing` is \(smoothing), but must be above 0 and finite")
    }
  }
}
