public import ApportionPrimitives
import ApportionValuation

/// How the clients stand by one method under one utility: values, shares and ranks.
public struct MethodContributions: Codable, Hashable, Sendable {
  /// The method's catalog id.
  public let method: String
  public let utility: Utility
  /// One value per client, summed over the rounds, never clipped or normalised.
  public let values: [Double]
  /// One standard error per client; nil where it is not known.
  public let standardErrors: [Double?]
  /// One fraction per client, or nil where dividing by the sum would mislead.
  @NullWhenNil public private(set) var shares: [Double]?
  /// Why there are no shares, or nil.
  @NullWhenNil public private(set) var sharesWithheld: String?
  /// One rank per client; 1 has the highest value, and values that are equal but for rounding share a
  /// rank.
  public let ranks: [Int]

  /// Whether no value is an estimate.
  public var isExact: Bool { standardErrors.allSatisfy { $0 == 0 } }

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
