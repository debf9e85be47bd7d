import ApportionPrimitives
import ApportionTesting
import ApportionValuation
import Testing

/// Values of one table of three players, as they were computed by other means than ours.
@Suite("Published values")
struct PublishedValuesTests {
  static let values: [(method: any ValuationMethod, of: [Double])] = [
    (Shapley(), [39.1667, 20.6667, 30.1667]),
    (Banzhaf(), [34.25, 15.75, 25.25]),
    (BetaShapley(), [59.7333, 37.9333, 50.1333]),
    (BetaShapley(alpha: 1, beta: 4), [22.5333, 7.3333, 14.1333]),
    (BetaShapley(alpha: 16, beta: 1), [73.26797, 49.91504, 63.38562]),
    (WeightedBanzhaf(inclusion: 0.3), [49.01, 28.31, 39.61]),
    (AverageMarginalEffect(), [37.2, 18.7, 28.2]),
    (SizeWeighted(sizes: [1, 2, 1]), [34.25, 15.75, 25.25]),
  ]

  @Test("are ours", arguments: values.indices)
  func published(index: Int) async throws {
    let (method, expected) = Self.values[index]
    let values = try await method.attribute(ReferenceGames.three, using: RandomStream(seed: 0))
      .values
    for (value, truth) in zip(values, expected) {
      // They are given to as many digits.
      #expect(abs(value - truth) < 5e-5, "\(type(of: method))")
    }
  }
}
