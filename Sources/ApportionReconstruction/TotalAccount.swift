import ApportionValuation

/// The contribution of each client over all rounds: the sums of its values in the rounds.
///
/// A client that did not take part in a round contributed 0 to it.
///
/// - Source: Song, Tong & Wei, "Profit allocation for federated learning", IEEE Big Data 2019 (the
///   multi-round value); Wang et al., "A principled approach to data valuation for federated
///   learning", 2020, definition 2, for partial participation.
public struct TotalAccount: Codable, Hashable, Sendable {
  /// One method's totals under one utility.
  public struct Entry: Codable, Hashable, Sendable {
    /// The method's catalog id.
    public var method: String
    /// The utility that the values are measured by.
    public var utility: Utility
    /// One value per client of the federation.
    public var values: [Double]
    /// One standard error per client, assuming independent rounds; nil if that of any round is nil.
    public var standardErrors: [Double?]
    /// The uncertainty of a value due to single precision, assuming independent rounds.
    ///
    /// See ``Utility/rounding(ofWorth:)``.
    public var rounding: Double

    /// Creates an entry from its parts.
    public init(
      method: String, utility: Utility, values: [Double], standardErrors: [Double?],
      rounding: Double = 0
    ) {
      self.method = method
      self.utility = utility
      self.values = values
      self.standardErrors = standardErrors
      self.rounding = rounding
    }
  }

  /// The number of clients of the federation.
  public let clientCount: Int
  /// The number of rounds added so far.
  public private(set) var rounds = 0
  /// The number of rounds that each client took part in.
  public private(set) var roundsTaken: [Int]
  /// The totals, in the order of the rounds' entries.
  public private(set) var entries: [Entry] = []

  /// Starts an account without rounds.
  public init(clientCount: Int) {
    self.clientCount = clientCount
    roundsTaken = Array(repeating: 0, count: clientCount)
  }

  /// Adds one round.
  ///
  /// - Precondition: every round has the same methods in the same order.
  public mutating func add(_ account: RoundAccount) {
    if rounds == 0 {
      let zeros = [Double](repeating: 0, count: clientCount)
      entries = account.entries.map {
        Entry(method: $0.method, utility: $0.utility, values: zeros, standardErrors: zeros)
      }
    }
    precondition(
      account.entries.elementsEqual(entries) {
        $0.method == $1.method && $0.utility == $1.utility
      }, "round \(account.round) was accounted for with different methods")
    for (index, entry) in account.entries.enumerated() {
      let (rounding, added) = (entries[index].rounding, account.rounding(of: entry.utility))
      entries[index].rounding = (rounding * rounding + added * added).squareRoot()
      for (player, client) in account.clients.enumerated() {
        let (error, sum) = (
          entry.attribution.standardErrors[player], entries[index].standardErrors[client]
        )
        entries[index].values[client] += entry.attribution.values[player]
        entries[index].standardErrors[client] = error.flatMap { error in
          sum.map { ($0 * $0 + error * error).squareRoot() }
        }
      }
    }
    for client in account.clients { roundsTaken[client] += 1 }
    rounds += 1
  }

  /// The totals of one method under one utility; nil if the method was not used.
  public func entry(method: String, utility: Utility) -> Entry? {
    entries.first { $0.method == method && $0.utility == utility }
  }
}
