public import ApportionPrimitives

/// The models that Krum takes one after the other, then per coordinate the mean of the numbers
/// nearest to their median.
///
/// With f Byzantine among n clients, θ = n − 2f models are taken: the best by ``Krum`` among those
/// that are left, again and again. In every coordinate the θ − 2f numbers nearest to the median of
/// the θ are averaged, each counting once.
///
/// - Ties: of equal scores the model is taken that comes first when models are compared number by
///   number, and of two numbers equally far from the median the lower stays; so it does not matter
///   how clients are numbered.
/// - Small n: where n < 4f + 3 there is no such rule, and the coordinate-wise median, ``FedMedian``,
///   stands in for it. That is the case for small coalitions; a round of so few is refused.
/// - Default: f = 1, which takes 7 clients. With f = 0 it is the mean in which clients count once;
///   that is what Flower 1.6 does unless told otherwise.
/// - Cost: n(n − 1)/2 distances, O(n³ log n) to choose, O(n²) per parameter.
/// - Source: El Mhamdi, Guerraoui & Rouault, "The hidden vulnerability of distributed learning in
///   Byzantium", ICML 2018, section 4.
public struct Bulyan: Strategy {
  public static let id = "bulyan"
  public static let summary = "Krum repeated, then the mean of what is nearest to the median"

  /// f, how many clients may send anything at all.
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

  /// The places of the models that are taken.
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
