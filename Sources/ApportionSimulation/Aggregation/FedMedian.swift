public import ApportionPrimitives

/// The coordinate-wise median of the clients' models, not weighted by examples.
///
/// For an even number of clients, it is the mean of the two middle numbers; the median of two models is
/// their mean.
///
/// - Cost: O(n²) per parameter, by insertion sort, for the n participants of a round.
/// - Source: Yin et al., "Byzantine-robust distributed learning: towards optimal statistical rates",
///   ICML 2018, definition 1 (option I of algorithm 1).
public struct FedMedian: StatelessStrategy {
  public static let id = "fed-median"
  public static let summary = "coordinate-wise median of the clients' models"

  public init() {}

  public func aggregate(
    _ updates: [ClientUpdate], into global: Parameters
  ) throws -> Parameters {
    .median(of: updates.map(\.parameters))
  }
}
