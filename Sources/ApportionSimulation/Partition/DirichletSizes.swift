public import ApportionPrimitives

/// Quantity skew: clients with the same distribution whose shares of the examples are one draw from
/// Dirichlet(α, …, α).
///
/// - Source: Geimer, Fiz Pontiveros & State, "On the volatility of Shapley-based contribution
///   metrics in federated learning", 2024, arXiv:2405.08044, section IV.
public struct DirichletSizes: Partitioner {
  public static let id = "dirichlet-sizes"
  public static let summary = "size skew: shares of the examples by one Dirichlet draw"

  /// The number of clients.
  public var clients = 5
  /// α, above 0: 1 is a strong skew, 100 gives nearly equal sizes.
  public var alpha = 1.0
  public var minimumExamples = 10

  public init() {}

  /// A partition with the given settings.
  public init(clients: Int, alpha: Double, minimumExamples: Int = 10) {
    (self.clients, self.alpha, self.minimumExamples) = (clients, alpha, minimumExamples)
  }

  public var clientCount: Int? { clients }

  public func validate() throws {
    try Self.validate(clients: clients, minimumExamples: minimumExamples)
    try Self.validate(alpha: alpha)
  }

  public func shards(
    of dataset: Dataset, rows: [Int], using stream: RandomStream
  ) throws -> [Shard] {
    try requireEnough(rows, clients: clients)
    let parts = try firstDraw(with: self, clients: clients, using: stream) { attempt in
      var draws = attempt.child("shares")
      let shares = draws.dirichlet(Array(repeating: alpha, count: clients))
      return deal(rows, by: shares, using: attempt.child("rows"))
    }
    return numbered(parts)
  }
}
