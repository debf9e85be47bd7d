public import ApportionPrimitives

/// Repeated selection by Krum, then the coordinate-wise mean of the numbers nearest to the median.
///
/// With f Byzantine among n clients, θ = n − 2f models are selected: repeatedly the best by ``Krum`` among
/// those not selected yet. In every coordinate, the θ − 2f numbers nearest to the median of the θ are
/// averaged with equal weights.
///
/// - Ties: among models with equal scores, the lexicographically first is selected; of two numbers at the
///   same distance from the median, the lower is kept. Results do not depend on the clients' order.
/// - Small n: for n < 4f + 3 the strategy is not defined, and the coordinate-wise median, ``FedMedian``, is
///   used instead. This happens for small coalitions only; a round with that few clients is refused.
/// - Default: f = 1, which needs 7 clients. With f = 0, it is the plain mean; that is the default of
///   Flower 1.6.
/// - Cost: n(n − 1)/2 distances, O(n³ log n) to select, O(n²) per parameter.
/// - Source: El Mhamdi, Guerraoui & Rouault, "The hidden vulnerability of distributed learning in
///   Byzantium", ICML 2018, section 4.
public struct Bulyan: StatelessStrategy {
  public static let id = "bulyan"
  public static let summary = "Krum repeated, then the mean of what is nearest to the median"

  /// f, the number of clients that may send arbitrary updates.
  public var byzantine = 1

  public init() {}

  public init(byzantine: Int) { self.byzantine = byzantine }

  /// What Flower 1.6 does.
  public static var flowerDefaults: Bulyan { Bulyan(byzantine: 0) }

  public func validate() throws {
    try InvalidSetting.check("byzantine", byzantine, byzantine >= 0, mustBe: "at least 0")
  }

  public func check(clients: Int) throws(InvalidSetting) {
    let most = Self.most(of: clients)
    try InvalidSetting.check(
      "byzantine", byzantine, byzantine <= most,
      mustBe: """
        at most \(most) where \(counted(clients, "client")) \(clients == 1 ? "takes" : "take") part \
        in a round: 4 × byzantine + 3 or more have to
        """)
  }

  /// The largest f with n ≥ 4f + 3, or 0.
  private static func most(of clients: Int) -> Int { max(0, (clients - 3) / 4) }

  public func aggregate(
    _ updates: [ClientUpdate], into global: Parameters
  ) throws -> Parameters {
    guard byzantine <= Self.most(of: updates.count) else {
      return .median(of: updates.map(\.parameters))
    }
    let taken = selection(of: updates.count - 2 * byzantine, from: updates)
    return .coordinatewise(taken.map { updates[$0].parameters }) { column in
      let median = column.median
      var kept = 0..<column.count
      for _ in 0..<2 * byzantine {
        let below = median - Double(column[kept.lowerBound])
        let above = Double(column[kept.upperBound - 1]) - median
        kept = below > above ? kept.dropFirst() : kept.dropLast()
      }
      return column.mean(of: kept)
    }
  }

  /// The indices of the selected models.
  private func selection(of count: Int, from updates: [ClientUpdate]) -> [Int] {
    let distances = PairwiseDistances(updates)
    var (left, taken) = (Array(updates.indices), [Int]())
    while taken.count < count {
      let scores = distances.scores(of: left, byzantine: byzantine)
      let best = left.indices.reduce(0) { best, place in
        if scores[place] != scores[best] { return scores[place] < scores[best] ? place : best }
        let (model, other) = (updates[left[place]].parameters, updates[left[best]].parameters)
        return model.values.lexicographicallyPrecedes(other.values) ? place : best
      }
      taken.append(left.remove(at: best))
    }
    return taken
  }
}
