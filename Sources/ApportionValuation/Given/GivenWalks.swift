public import ApportionPrimitives

/// Orders of the players along which all coalitions are given.
///
/// Orders are chosen one after another, each with as many coalitions as possible that no earlier order
/// has, until an order would add fewer than half of its own; ties are broken at random. Orders that have
/// few coalitions in common are nearly independent, so the spread of their credits estimates the error.
///
/// - Cost: n operations per coalition, once to prepare and once for each order; at most ``limit`` orders.
struct GivenWalks {
  /// The maximum number of orders.
  static let limit = 1000

  private let playerCount: Int
  /// The usable coalitions, sorted by size.
  private let coalitions: [Coalition]
  /// The indices of the coalitions of each size.
  private let ranges: [Range<Int>]
  /// For each coalition, the indices of those with one player fewer.
  private let parents: [[Int]]
  /// For each coalition, the indices that an order uses with it: its own, and that of its complement if
  /// orders count together with their reverses.
  private let mates: [[Int]]

  /// - Parameters:
  ///   - sizes: the given coalitions.
  ///   - paired: whether the coalitions of an order's reverse must be given, too.
  init(_ sizes: GivenSizes, paired: Bool) {
    let grand = Coalition.grand(sizes.playerCount)
    let all = Set(sizes.groups.joined().map(\.coalition))
    var (coalitions, ranges) = ([Coalition](), [Range<Int>]())
    var (places, parents) = ([Coalition: Int](), [[Int]]())
    for group in sizes.groups {
      let start = coalitions.count
      for row in group where !paired || all.contains(grand.subtracting(row.coalition)) {
        places[row.coalition] = coalitions.count
        parents.append(row.coalition.compactMap { places[row.coalition.removing($0)] })
        coalitions.append(row.coalition)
      }
      ranges.append(start..<coalitions.count)
    }
    playerCount = sizes.playerCount
    (self.coalitions, self.ranges, self.parents) = (coalitions, ranges, parents)
    mates = coalitions.enumerated().map { place, coalition in
      paired ? [place] + [places[grand.subtracting(coalition)]].compactMap(\.self) : [place]
    }
  }

  /// The orders, each as its first player, its first two, and so on up to all but one.
  func orders(using stream: RandomStream) -> [[Coalition]] {
    var used = [Bool](repeating: false, count: coalitions.count)
    var (orders, stream) = ([[Coalition]](), stream)
    while orders.count < Self.limit, let order = next(used, &stream),
      2 * order.count(where: { !used[$0] }) >= order.count
    {
      for place in order.flatMap({ mates[$0] }) { used[place] = true }
      orders.append(order.map { coalitions[$0] })
    }
    return orders
  }

  /// The coalitions of the order with the most unused ones, from one player to all but one, or nil if no
  /// order exists.
  private func next(_ used: [Bool], _ stream: inout RandomStream) -> [Int]? {
    let n = playerCount
    // The most unused coalitions on the way to each coalition; −1 if no order reaches it.
    var fresh = [Int](repeating: -1, count: coalitions.count)
    for place in coalitions.indices {
      let own = used[place] ? 0 : 1
      if ranges[1].contains(place) {
        fresh[place] = own
      } else if let best = parents[place].map({ fresh[$0] }).max(), best >= 0 {
        fresh[place] = best + own
      }
    }
    func best(of places: some Sequence<Int>) -> Int? {
      let reached = places.filter { fresh[$0] >= 0 }
      guard let most = reached.map({ fresh[$0] }).max() else { return nil }
      let ties = reached.filter { fresh[$0] == most }
      return ties[stream.integer(below: ties.count)]
    }
    guard var place = best(of: ranges[n - 1]) else { return nil }
    var walk = [place]
    while walk.count < n - 1, let before = best(of: parents[place]) {
      walk.append(before)
      place = before
    }
    return walk.reversed()
  }
}

extension PartialTable {
  /// Shapley values as means of what players add along the orders whose coalitions are all given.
  ///
  /// - Parameters:
  ///   - paired: whether every order counts together with its reverse.
  ///   - stream: breaks ties between orders.
  /// - Returns: the values; their standard errors are nil if there is only one order.
  /// - Throws: ``MissingCoalitions`` or ``UndeterminedByTable``.
  func walked(paired: Bool, using stream: RandomStream) throws -> Attribution {
    let grand = Coalition.grand(playerCount)
    let sizes = try GivenSizes(self)
    let orders = GivenWalks(sizes, paired: paired).orders(using: stream)
    // The jump from ∅ to one player is divided equally, and not credited to the first players of the
    // given orders: the values of v − c·1[S ≠ ∅] are those of v minus c/n.
    let alone = sizes.groups[1].map { $0.utility - sizes.empty }
    let jump = alone.reduce(0, +) / Double(max(alone.count, 1))
    var credits = RunningMoments(dimensions: playerCount)
    for order in orders {
      let there = try self.credits(along: order, jump: jump)
      let back =
        paired
        ? try self.credits(along: order.reversed().map(grand.subtracting), jump: jump) : there
      credits.add(zip(there, back).map { ($0 + $1) / 2 })
    }
    guard credits.count > 0 else { throw UndeterminedByTable.noOrder(paired: paired) }
    let used = Set(orders.joined().flatMap { paired ? [$0, grand.subtracting($0)] : [$0] })
    var sample = SampledValues(
      values: credits.mean.map { $0 + jump / Double(playerCount) },
      standardErrors: credits.standardErrors,
      degreesOfFreedom: Array(repeating: Double(orders.count - 1), count: playerCount))
    // A player that does not lead one in n walks is credited with too much or too little of its worth
    // alone.
    let spread =
      alone.reduce(0) { $0 + ($1 - jump) * ($1 - jump) } / Double(max(alone.count - 1, 1))
    for player in 0..<playerCount {
      let led = orders.reduce(0) { count, order in
        count + (order[0].contains(player) ? 1 : 0)
          + (paired && !order[order.count - 1].contains(player) ? 1 : 0)
      }
      let share =
        1 / Double(playerCount) - Double(led) / Double(paired ? 2 * orders.count : orders.count)
      let own = sample.standardErrors[player]
      sample.standardErrors[player] = (own * own + share * share * spread).squareRoot()
    }
    return sizes.attribution(of: sample, using: used.count + 2, guarantees: .efficiency)
  }

  /// What each player adds to those before it; for the first one, minus the jump.
  private func credits(along order: [Coalition], jump: Double) throws(MissingCoalitions) -> [Double]
  {
    let steps = [.empty] + order + [.grand(playerCount)]
    let utilities = try known(steps)
    var credits = [Double](repeating: 0, count: playerCount)
    for place in steps.indices.dropFirst() {
      for player in steps[place].subtracting(steps[place - 1]) {
        credits[player] = utilities[place] - utilities[place - 1] - (place == 1 ? jump : 0)
      }
    }
    return credits
  }
}

extension PermutationShapley: GivenCoalitionsMethod {
  public var assumption: String {
    "the orders along which all coalitions are given are a random sample of all orders"
  }

  public func attribution(
    given table: PartialTable, using stream: RandomStream
  ) throws -> Attribution {
    try table.walked(paired: false, using: stream)
  }
}

extension AntitheticPermutation: GivenCoalitionsMethod {
  public var assumption: String {
    "the orders along which all coalitions are given are a random sample of all orders"
  }

  public func attribution(
    given table: PartialTable, using stream: RandomStream
  ) throws -> Attribution {
    try table.walked(paired: true, using: stream)
  }
}
