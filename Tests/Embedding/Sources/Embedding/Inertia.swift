public import Apportion

/// A strategy of one's own with a state: the mean of the clients' models and of the global models before.
public struct Inertia: Strategy {
  public static let id = "inertia"
  public static let summary = "mean of the clients' models and of the global models before"

  public var weight = 0.3

  public init() {}

  public struct State: Codable, Hashable, Sendable {
    public var average: Parameters
  }

  public func initialState(
    for global: Parameters, clients: Int, using stream: RandomStream
  ) -> State {
    State(average: global)
  }

  public func aggregate(
    _ updates: [ClientUpdate], into global: Parameters, state: inout State
  ) -> Parameters {
    let total = updates.reduce(0) { $0 + Double($1.exampleCount) }
    let mean = Parameters.weightedSum(
      updates.map(\.parameters), weights: updates.map { Double($0.exampleCount) / total })
    state.average = Parameters.weightedSum([mean, state.average], weights: [1 - weight, weight])
    return state.average
  }
}
