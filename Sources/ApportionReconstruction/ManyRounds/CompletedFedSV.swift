public import ApportionPrimitives
import ApportionValuation

/// Shapley values of every round for all clients, absent ones too: what was not seen is completed
/// (ComFedSV).
///
/// A matrix has a row for each round and a column for each coalition. An entry *vₜ(S)* is seen where all
/// of S took part in round t; the others are those of a matrix W Hᵀ of low rank that fits what is seen
/// (`LowRankCompletion`), since rounds of one training resemble each other:
///
///     φᵢₜ = Shapley value of vₜ with the missing entries wₜ · hₛ,   φᵢ = Σₜ φᵢₜ
///
/// or, with `permutations` M > 0, the mean over M random orders of *vₜ(π₁…πⱼ₊₁) − vₜ(π₁…πⱼ)*, for which
/// the columns are the beginnings of the orders alone. So clients who bring the same are worth about the
/// same, whoever of them was called, which FedSV's zeros do not grant.
///
/// - Units: those of the utility.
/// - Error: that of the fit, which nothing here bounds, beside sampling error with `permutations`. Where
///   all take part in all rounds nothing is completed, and the values are FedSV's. A coalition that was
///   seen in fewer rounds than the rank has no determined worth elsewhere, but the one of smallest
///   vectors: with rounds that were exact multiples of one game, of five of which it saw a half, rank 1
///   was right to 10⁻⁴ and rank 3 off by more than the entries' root mean square.
/// - Cost: all seen coalitions of every round, *Σₜ 2^|Iₜ|*, or those among the M n beginnings; then the
///   completion. Memory for a row of *2ⁿ* worths per round.
/// - Source: Fan, Fang, Zhou, Pei, Friedlander, Liu & Zhang, "Improving fairness for data valuation in
///   horizontal federated learning", ICDE 2022, definition 3 and algorithm 1. The paper takes all entries
///   from W Hᵀ, the seen ones too, which `keepsSeen` false does.
public struct CompletedFedSV: Codable, Hashable, Sendable {
  /// The rank of W Hᵀ.
  ///
  /// The paper has it of the order of the logarithm of the number of rounds, but
  /// coalitions that were seen once determine no more than 1.
  public var rank = 1
  /// λ, the weight of ‖W‖² + ‖H‖² against the squared errors, entries having a mean square of 1.
  public var penalty = 1e-6
  /// By how much of the entries' mean square a sweep must improve the fit for another to follow.
  public var tolerance = 1e-9
  /// The most sweeps over W and H.
  public var maximumSweeps = 10_000
  /// M, or 0 for all coalitions.
  public var permutations = 0
  /// The most clients whose coalitions are all columns, because these double with each.
  public var maximumPlayers = 16
  /// Whether entries that were seen stay as they are.
  public var keepsSeen = true

  public init() {}

  /// What the completed matrix says.
  public struct Result: Codable, Hashable, Sendable {
    /// One value per client, by round.
    public let rounds: [[Double]]
    /// The fraction of the entries that were seen.
    public let seen: Double
    /// How many coalitions were seen in fewer rounds than the rank.
    public let undetermined: Int
    /// How many sweeps the fit took.
    public let sweeps: Int
    /// The root mean square error of the fit where entries were seen, in the units of the utility.
    public let misfit: Double

    /// One value per client, summed over the rounds.
    public var values: [Double] {
      var sums = rounds[0].map { _ in 0.0 }
      for round in rounds {
        for (client, value) in round.enumerated() { sums[client] += value }
      }
      return sums
    }
  }

  public func validate() throws(InvalidSetting) {
    try InvalidSetting.check("rank", rank, rank >= 1, mustBe: "at least 1")
    try InvalidSetting.check(
      "penalty", penalty, penalty >= 1e-9 && penalty.isFinite, mustBe: "at least 1e-9")
    try InvalidSetting.check(
      "tolerance", tolerance, tolerance > 0 && tolerance < 1, mustBe: "above 0 and below 1")
    try InvalidSetting.check(
      "maximumSweeps", maximumSweeps, maximumSweeps >= 1, mustBe: "at least 1")
    try InvalidSetting.check(
      "permutations", permutations, permutations >= 0,
      mustBe: "at least 0, which means all coalitions")
    try InvalidSetting.check(
      "maximumPlayers", maximumPlayers, (1...30).contains(maximumPlayers), mustBe: "from 1 to 30")
  }

  /// Values every client in every round.
  ///
  /// - Parameters:
  ///   - rounds: at least one, among the same clients. The paper's are those of
  ///     ``ApportionSimulation/Round/underPlainMean()``.
  ///   - stream: what orders, and the factor that the fit starts from, are drawn from.
  /// - Returns: the values and how well the fit fits.
  /// - Throws: `InvalidSetting`, `ValuationError` for too many clients, ``ReconstructionError`` where a
  ///   coalition was never seen or the fit does not settle, or what a round throws.
  public func callAsFunction(
    _ rounds: [CohortGame], using stream: RandomStream
  ) async throws -> Result {
    try validate()
    guard let n = rounds.first?.playerCount else { throw ReconstructionError.noRounds }
    precondition(
      rounds.allSatisfy { $0.playerCount == n && !$0.clients.isEmpty },
      "rounds without clients, or of other federations")
    let orders = (0..<permutations).map { index in
      var draws = stream.child("permutation", index)
      return draws.permutation(of: n)
    }
    if orders.isEmpty {
      guard n <= maximumPlayers else {
        throw ValuationError.tooManyPlayers(
          method: "completed-fed-sv", players: n, limit: maximumPlayers)
      }
    }
    let columns = orders.isEmpty ? (1..<1 << n).map(Coalition.init(index:)) : beginnings(orders)
    let matrix = try await completed(rounds, columns, using: stream)
    let values = matrix.rows.map { row in
      orders.isEmpty
        ? CoalitionTable(worths: [0] + row).values(by: .shapley)
        : meanMarginals(along: orders, worths: Dictionary(uniqueKeysWithValues: zip(columns, row)))
    }
    let (seen, entries) = (Double(matrix.seen), Double(columns.count * rounds.count))
    return Result(
      rounds: values, seen: seen / entries, undetermined: matrix.undetermined,
      sweeps: matrix.sweeps,
      misfit: (matrix.squaredError / seen).squareRoot())
  }

  /// All entries, by round.
  private func completed(
    _ rounds: [CohortGame], _ columns: [Coalition], using stream: RandomStream
  ) async throws -> (
    rows: [[Double]], seen: Int, undetermined: Int, sweeps: Int, squaredError: Double
  ) {
    var rows: [[LowRankCompletion.Entry]] = []
    var timesSeen = [Int](repeating: 0, count: columns.count)
    for round in rounds {
      let places = columns.indices.filter { round.isSeen(columns[$0]) }
      let worths = try await round.finiteWorths(of: places.map { columns[$0] })
      rows.append(zip(places, worths).map { LowRankCompletion.Entry(column: $0, value: $1) })
      for place in places { timesSeen[place] += 1 }
    }
    if let place = timesSeen.firstIndex(of: 0) {
      throw ReconstructionError.unseenCoalition(
        clients: columns[place].members, rounds: rounds.count)
    }
    // The beginnings of random orders may leave a round of few clients without any.
    if let round = rows.firstIndex(where: \.isEmpty) {
      throw ReconstructionError.unseenRound(round: round + 1, clients: rounds[round].clients)
    }
    let rank = min(rank, rounds.count)
    let fit = LowRankCompletion(
      rank: rank, penalty: penalty, tolerance: tolerance,
      maximumSweeps: maximumSweeps)(rows: rows, columns: columns.count, using: stream)
    guard fit.change <= tolerance else {
      throw ReconstructionError.unsettledCompletion(sweeps: fit.sweeps, change: fit.change)
    }
    var (seen, squaredError) = (0, 0.0)
    let filled = rows.enumerated().map { row, entries in
      var worths = columns.indices.map { fit[row, $0] }
      for entry in entries {
        let error = entry.value - worths[entry.column]
        (seen, squaredError) = (seen + 1, squaredError + error * error)
        if keepsSeen { worths[entry.column] = entry.value }
      }
      return worths
    }
    return (filled, seen, timesSeen.count { $0 < rank }, fit.sweeps, squaredError)
  }
}

/// The coalitions that orders begin with, each once, in the order in which they are met.
private func beginnings(_ orders: [[Int]]) -> [Coalition] {
  var (met, all) = (Set<Coalition>(), [Coalition]())
  for order in orders {
    var coalition = Coalition.empty
    for player in order {
      coalition = coalition.inserting(player)
      if met.insert(coalition).inserted { all.append(coalition) }
    }
  }
  return all
}

/// What each player adds to those before it, on average over the orders.
private func meanMarginals(
  along orders: [[Int]], worths: [Coalition: Double]
) -> [Double] {
  var sums = orders[0].map { _ in 0.0 }
  for order in orders {
    var (coalition, before) = (Coalition.empty, 0.0)
    for player in order {
      coalition = coalition.inserting(player)
      guard let worth = worths[coalition] else { preconditionFailure("no column for \(coalition)") }
      sums[player] += worth - before
      before = worth
    }
  }
  return sums.map { $0 / Double(orders.count) }
}
