public import ApportionPrimitives
import ApportionValuation

/// The contributions of all clients by one method under one utility: values, shares and ranks.
public struct MethodContributions: Codable, Hashable, Sendable {
  /// The method's catalog id.
  public let method: String
  /// The utility that the values are measured by.
  public let utility: Utility
  /// One value per client, summed over the rounds, never clipped or normalised.
  public let values: [Double]
  /// One standard error per client; nil if it is not known.
  public let standardErrors: [Double?]
  /// One fraction per client; nil if dividing by the sum would be misleading.
  @NullWhenNil public private(set) var shares: [Double]?
  /// The reason why there are no shares; nil if there are.
  @NullWhenNil public private(set) var sharesWithheld: String?
  /// One rank per client; rank 1 has the highest value, and values that differ only by rounding share a rank.
  public let ranks: [Int]

  /// Whether all values are exact, with no sampling error.
  public var isExact: Bool { standardErrors.allSatisfy { $0 == 0 } }

  /// Computes shares and ranks from the totals of one method.
  public init(_ entry: TotalAccount.Entry) {
    method = entry.method
    utility = entry.utility
    values = entry.values
    standardErrors = entry.standardErrors
    ranks = Ties.ranks(of: entry.values, within: entry.rounding)
    switch Shares(of: entry.values, rounding: entry.rounding) {
    case .fractions(let fractions): (shares, sharesWithheld) = (fractions, nil)
    case .withheld(let reason): (shares, sharesWithheld) = (nil, reason)
    }
  }
}

extension TotalAccount {
  /// The contributions by every method under every utility; those by which results are ordered come first.
  ///
  /// - Parameters:
  ///   - method: the catalog id of the method whose values order results, or nil for none.
  ///   - utility: the utility by which they do.
  /// - Returns: one element per entry.
  package func contributions(orderedBy method: String?, _ utility: Utility) -> [MethodContributions]
  {
    let all = entries.map(MethodContributions.init)
    let isFirst = { (each: MethodContributions) in
      each.method == method && each.utility == utility
    }
    return all.filter(isFirst) + all.filter { !isFirst($0) }
  }
}
