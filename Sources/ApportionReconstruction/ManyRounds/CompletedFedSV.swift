public import ApportionPrimitives
import ApportionValuation

/// Shapley values of every round for all clients, including absent ones, by matrix completion (ComFedSV).
///
/// The matrix has a row for each round and a column for each coalition. An entry *vₜ(S)* is observed if all
/// members of S took part in round t. The other entries are those of a low-rank matrix W Hᵀ fitted to the
/// observed ones (`LowRankCompletion`), since rounds of one run resemble each other:
///
///     φᵢₜ = Shapley value of vₜ with the missing entries wₜ · hₛ,   φᵢ = Σₜ φᵢₜ
///
/// or, with `permutations` M > 0, the mean over M random orders of *vₜ(π₁…πⱼ₊₁) − vₜ(π₁…πⱼ)*, in which case
/// only the prefixes of the orders are columns. Clients with equal updates therefore have about the same
/// value no matter which of them was selected. FedSV, which uses zeros, does not guarantee this.
///
/// - Units: those of the utility.
/// - Error: that of the fit, which has no bound, plus sampling error with `permutations`. If all clients take
///   part in all rounds nothing is completed, and the values are those of FedSV. If a coalition was observed
///   in fewer rounds than the rank, its worths in other rounds are not determined; the penalty selects those
///   with the smallest vectors. In a test with five rounds that were exact multiples of one game, half of it
///   observed, rank 1 was accurate to 10⁻⁴ and rank 3 was off by more than the entries' root mean square.
/// - Cost: all observed coalitions of every round, *Σₜ 2^|Iₜ|*, or those among the M n prefixes; then the
///   completion. Memory for a row of *2ⁿ* worths per round.
/// - Source: Fan, Fang, Zhou, Pei, Friedlander, Liu & Zhang, "Improving fairness for data valuation in
///   horizontal federated learning", ICDE 2022, definition 3 and algorithm 1. The paper takes all entries
///   from W Hᵀ, including the observed ones; set `keepsSeen` to false for this.
public struct CompletedFedSV: Codable, Hashable, Sendable {
  /// The rank of W Hᵀ.
  ///
  /// The paper assumes a rank of the order of the logarithm of the number of rounds, but coalitions that were
  /// observed once determine a rank of at most 1.
  public var rank = 1
  /// λ, the weight of ‖W‖² + ‖H‖² relative to the squared errors, with entries scaled to a mean square of 1.
  public var penalty = 1e-6
  /// The least improvement of the fit by a sweep, relative to the entries' mean square, for another to
  /// follow.
  public var tolerance = 1e-9
  /// The maximum number of sweeps over W and H.
  public var maximumSweeps = 10_000
  /// M, the number of random orders; 0 uses all coalitions.
  public var permutations = 0
  /// The maximum number of clients if all coalitions are columns, since their number doubles with each
  /// client.
  public var maximumPlayers = 16
  /// Whether observed entries keep their worths instead of those of the fit.
  public var keepsSeen = true

  /// Creates the method with its default settings.
  public init() {}

  /// The values from the completed matrix, and the quality of the fit.
  public struct Result: Codable, Hashable, Sendable {
    /// One value per client, by round.
    public let rounds: [[Double]]
    /// The fraction of the entries that were observed.
    public let seen: Double
    /// The number of coalitions that were observed in fewer rounds than the rank.
    public let undetermined: Int
    /// The number of sweeps of the fit.
    public let sweeps: Int
    /// The root mean square error of the fit over the observed entries, in the units of the utility.
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

  /// Throws `InvalidSetting` for the first setting that is out of range.
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

  /// Computes the value of every client in every round.
  ///
  /// - Parameters:
  ///   - rounds: at least one, all among the same clients. The paper's are those of
  ///     ``ApportionSimulation/Round/underPlainMean()``.
  ///   - stream: the random numbers for the orders and for the initial factor of the fit.
  /// - Returns: the values and the quality of the fit.
  /// - Throws: `InvalidSetting`, `ValuationError` for too many clients, ``ReconstructionError`` if a
  ///   coalition was never observed or the fit does not converge, or what a round throws.
  public func callAsFunction(
    _ rounds: [CohortGame], using stream: RandomStream
  ) async throws -> Result {
    try validate()
    guard let n = rounds.first?.playerCount else { throw ReconstructionError.noRounds }
    precondition(
      rounds.allSatisfy { $0.playerCount == n && !$0.clients.isEmpty },
      "rounds without clients, or of different federations")
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
    // The prefixes of the random orders may include none that a round with few clients can observe.
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

/// The prefixes of the orders, each once, in the order of their first occurrence.
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

/// The mean over the orders of each player's marginal contribution to the players before it.
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
