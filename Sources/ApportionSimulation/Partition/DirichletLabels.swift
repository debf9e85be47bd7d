public import ApportionPrimitives

/// Label skew: each class is divided among the clients by its own draw from Dirichlet(α, …, α).
///
/// The smaller α is, the fewer classes a client has. The clients take their parts of each class in a
/// random order, so that rounding favours no client. The draw is repeated until every client has
/// `minimumExamples`.
///
/// - Source: Yurochkin et al., "Bayesian nonparametric federated learning of neural networks", ICML
///   2019; the minimum is that of Li et al., "Federated learning on non-IID data silos", ICDE 2022.
public struct DirichletLabels: Partitioner {
  public static let id = "dirichlet-labels"
  public static let summary = "label skew: each class divided by its own Dirichlet draw"

  /// The number of clients.
  public var clients = 5
  /// α, above 0: 0.1 is a strong skew, 100 is nearly none.
  public var alpha = 0.5
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
    let byClass = Dictionary(grouping: rows) { dataset.labels[$0] }
      .sorted { $0.key < $1.key }.map(\.value)
    let parts = try firstDraw(with: self, clients: clients, using: stream) { attempt in
      byClass.enumerated().reduce(into: [[Int]](repeating: [], count: clients)) { parts, group in
        var draws = attempt.child("shares", group.offset)
        let shares = draws.dirichlet(Array(repeating: alpha, count: clients))
        let dealt = deal(group.element, by: shares, using: attempt.child("rows", group.offset))
        var order = attempt.child("order", group.offset)
        for (client, part) in zip(order.permutation(of: clients), dealt) { parts[client] += part }
      }
    }
    return numbered(parts)
  }
}
