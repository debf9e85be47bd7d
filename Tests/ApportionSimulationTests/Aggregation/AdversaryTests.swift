import ApportionPrimitives
import ApportionSimulation
import Testing

@Suite("One client of seven sends numbers of a million")
struct AdversaryTests {
  static let rules: [any Strategy] = [
    FedMedian(), FedTrimmedAvg(), Krum(byzantine: 1), MultiKrum(byzantine: 1, keep: 3), Bulyan(),
    GeometricMedian(), NormClipped(), FedRandom(of: [FedMedian(), Krum(byzantine: 1)]),
  ]

  /// Seven models of honest clients but for one.
  static func models(_ adversary: Int) -> [[Float]] {
    var models = drawnModels(7)
    models[adversary] = models[adversary].indices.map { $0 % 2 == 0 ? 1e6 : -1e6 }
    return models
  }

  @Test("robust rules stay where the honest clients are", arguments: rules.indices, 0..<7)
  func robust(rule: Int, adversary: Int) throws {
    let models = Self.models(adversary)
    let made = try merged(Self.rules[rule], models)
    let honest = models.indices.filter { $0 != adversary }.map { models[$0] }
    for place in made.indices {
      let column = honest.map { $0[place] } + [0]
      // A geometric median moves in the adversary's direction, by about the spread of the others.
      #expect(made[place] >= (column.min() ?? 0) - 1 && made[place] <= (column.max() ?? 0) + 1)
    }
  }

  @Test("FedAvg does not", arguments: 0..<7)
  func average(adversary: Int) throws {
    #expect(try merged(FedAvg(), Self.models(adversary)).allSatisfy { abs($0) > 1e5 })
  }

  @Test("a geometric median withstands three of seven")
  func three() throws {
    var models = drawnModels(7)
    for adversary in 0..<3 { models[adversary] = models[adversary].map { _ in 1e6 } }
    #expect(try merged(GeometricMedian(), models).allSatisfy { abs($0) < 5 })
    #expect(try merged(FedMedian(), models).allSatisfy { abs($0) < 5 })
  }
}
