import ApportionPrimitives
import ApportionSimulation

/// What a rule makes of these models in its first round.
///
/// Clients have as many examples as told, else one each; the model before is 0 unless told.
func merged(
  _ rule: some Strategy, _ models: [[Float]], examples: [Int]? = nil, from global: [Float]? = nil
) throws -> [Float] {
  let global = Parameters(global ?? models[0].map { _ in 0 })
  var server = Server(rule, for: global, clients: 16, using: RandomStream(seed: 0))
  let updates = models.enumerated().map { client, model in
    ClientUpdate(
      client: client, parameters: Parameters(model), exampleCount: examples?[client] ?? 1)
  }
  return try server.aggregate(updates, into: global).values
}

/// So many models of twenty numbers each.
func drawnModels(_ count: Int, seed: Int = 0) -> [[Float]] {
  (0..<count).map { StrategyLawsTests.numbers("model \(seed)", $0).values }
}

/// The squared distance of two models, from its definition.
func naiveSquare(_ a: [Float], _ b: [Float]) -> Double {
  zip(a, b).reduce(0) { $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1)) }
}

/// Krum's scores, from their definition.
func naiveScores(_ models: [[Float]], byzantine: Int) -> [Double] {
  models.indices.map { one in
    let others = models.indices.filter { $0 != one }
    let squares = others.map { naiveSquare(models[one], models[$0]) }.sorted()
    return squares.prefix(max(1, models.count - byzantine - 2)).reduce(0, +)
  }
}

/// The mean of the models, each counting once.
func naiveMean(_ models: [[Float]]) -> [Double] {
  models[0].indices.map { place in
    models.reduce(0) { $0 + Double($1[place]) } / Double(models.count)
  }
}

/// The largest difference between two vectors.
func largestDifference(_ a: [Float], _ b: [Double]) -> Double {
  zip(a, b).map { abs(Double($0) - $1) }.max() ?? .infinity
}
