import ApportionValuation

/// What each client contributed over all rounds: the sums of its rounds' values.
///
/// A client that did not take part in a round contributed 0 to it.
///
/// - Source: Song, Tong & Wei, "Profit allocation for federated learning", IEEE Big Data 2019 (the
///   multi-round value); Wang et al., "A principled approach to data valuation for federated
///   learning", 2020, definition 2, for partial participation.
public struct TotalAccount: Codable, Hashable, Sendable {
  /// One method's totals under one utility.
  public struct Entry: Codable, Hashable, Sendable {
    public var method: String
    public var utility: Utility
    /// One value per client of the federation.
    public var values: [Double]
    /// One standard error per client, the rounds' being independent; nil where that of a round is.
    public var standardErrors: [Double?]
    /// What single precision leaves uncertain of a value, the rounds' being independent; see
    /// ``Utility/rounding(ofWorth:)``.
    public var rounding: Double

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

  public let clientCount: Int
  public private(set) var rounds = 0
  /// How many of the rounds each client took part in.
  public private(set) var roundsTaken: [Int]
  /// In the order of the rounds' entries.
  public private(set) var entries: [Entry] = []

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
      }, "round \(account.round) was accounted for by other methods")
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

  /// The totals of one method under one utility, or nil when it was not asked.
  public func entry(method: String, utility: Utility) -> Entry? {
    entries.first { $0.method == method && $0.utility == utility }
  }
}
