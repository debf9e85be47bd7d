public import Apportion

/// A strategy of one's own without a state: the mean of the two models that are nearest to the global one.
public struct Nearest: StatelessStrategy {
  public static let id = "nearest"
  public static let summary = "mean of the models nearest to the global one"

  public var count = 2

  public init() {}

  public func aggregate(_ updates: [ClientUpdate], into global: Parameters) -> Parameters {
    let models = updates.map { ($0.parameters, $0.parameters.squaredDistance(to: global)) }
      .sorted { $0.1 < $1.1 }.prefix(count).map(\.0)
    return Parameters.weightedSum(
      models, weights: Array(repeating: 1 / Double(models.count), count: models.count))
  }
}
