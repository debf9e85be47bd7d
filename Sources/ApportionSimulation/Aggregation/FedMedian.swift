public import ApportionPrimitives

/// The coordinate-wise median of the clients' models, each counting once.
///
/// Of an even number of clients the mean of the two in the middle is taken, so the median of two is
/// their mean.
///
/// - Cost: O(n²) per parameter, by insertion; n is a cohort, and small.
/// - Source: Yin et al., "Byzantine-robust distributed learning: towards optimal statistical rates",
///   ICML 2018, definition 1 (option I of algorithm 1).
public struct FedMedian: Strategy {
  public static let id = "fed-median"
  public static let summary = "coordinate-wise median of the clients' models"

  public init() {}

  /// It remembers nothing.
  public struct State: Codable, Hashable, Sendable {}

  public func initialState(
    for global: Parameters, clients: Int, using stream: RandomStream
  ) -> State {
    State()
  }

  public func aggregate(
    _ updates: [ClientUpdate], into global: Parameters, state: inout State
  ) throws -> Parameters {
    .median(of: updates.map(\.parameters))
  }
}
