import ApportionPrimitives
import ApportionSimulation
import Testing

@Suite("FedMedian")
struct FedMedianTests {
  /// The median of clients that send these models, each with as many examples as told.
  static func median(_ models: [[Float]], examples: [Int]? = nil) throws -> [Float] {
    let global = Parameters(models[0].map { _ in 1000 })
    var server = Server(FedMedian(), for: global, clients: 8, using: RandomStream(seed: 0))
    return try server.aggregate(
      models.enumerated().map { client, model in
        ClientUpdate(
          client: client, parameters: Parameters(model), exampleCount: examples?[client] ?? 1)
      }, into: global
    ).values
  }

  @Test("of an odd number it is the one in the middle, coordinate by coordinate")
  func odd() throws {
    #expect(try Self.median([[3, -1], [1, 5], [2, 100]]) == [2, 5])
    #expect(try Self.median([[5, 0], [5, 1], [1, 0], [9, 0], [2, 1]]) == [5, 0])
    #expect(try Self.median([[4, -4]]) == [4, -4])
  }

  @Test("of an even number it is the mean of the two in the middle")
  func even() throws {
    #expect(try Self.median([[4, 0], [1, 0], [3, 7], [100, 2]]) == [3.5, 1])
    #expect(try Self.median([[1], [2], [3], [4], [50], [-50]]) == [2.5])
  }

  @Test("of two clients it is their mean, without overflow")
  func two() throws {
    #expect(try Self.median([[1, -3], [2, 5]]) == [1.5, 1])
    let huge = Float.greatestFiniteMagnitude
    #expect(try Self.median([[huge], [huge]]) == [huge])
  }

  @Test("counts every client once, whatever it was trained on")
  func examples() throws {
    let models: [[Float]] = [[1], [2], [9]]
    #expect(try Self.median(models, examples: [1, 1, 1000]) == [2])
    #expect(try Self.median(models, examples: [1000, 1, 1]) == [2])
  }

  @Test("agrees with sorting", arguments: [3, 4, 9, 10])
  func sorted(clients: Int) throws {
    let models = (0..<clients).map { StrategyLawsTests.numbers("client", $0).values }
    let median = try Self.median(models)
    for place in median.indices {
      let column = models.map { Double($0[place]) }.sorted()
      #expect(median[place] == Float((column[(clients - 1) / 2] + column[clients / 2]) / 2))
    }
  }
}
