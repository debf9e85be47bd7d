import ApportionPrimitives
public import ApportionSimulation
import Foundation

/// A training run that left the model worse than it was before, or far worse than a uniform guess.
///
/// With the mean validation losses *L₀* before the first round and *L* after the last, on m examples,
/// training diverged if
///
///     L > L₀   or   L > 2 ln m
///
/// A model that assigns the same probability to all of k classes has the loss ln k, and m examples have at
/// most m classes. After divergence, values show which clients moved the model, not which clients improved
/// it.
///
/// - Units: nats.
/// - Error: a rise of less than 10⁻⁶ of *L₀* is treated as rounding.
public struct Divergence: Codable, Hashable, Sendable, CustomStringConvertible {
  /// The mean validation loss before the first round.
  public let initialLoss: Double
  /// The mean validation loss after the last round.
  public let finalLoss: Double

  /// Compares two outcomes; nil if training did not diverge.
  ///
  /// - Parameters:
  ///   - initial: the outcome of the model before the first round on the validation examples.
  ///   - final: the outcome of the model after the last round on the same examples.
  public init?(from initial: Outcome, to final: Outcome) {
    (initialLoss, finalLoss) = (initial.loss, final.loss)
    let guess = 2 * Elementary.log(Double(max(final.count, 2)))
    guard !(finalLoss <= initialLoss * (1 + 1e-6)) || finalLoss > guess else { return nil }
  }

  /// A phrase such as "validation loss 2.303 before the first round, 85.12 after the last".
  public var losses: String {
    let shown = [initialLoss, finalLoss].map { String(format: "%.4g", $0) }
    return "validation loss \(shown[0]) before the first round, \(shown[1]) after the last"
  }

  public var description: String {
    """
    training diverged: \(losses); values show which clients moved the model, not which improved it; \
    lower the learning rate or the weight decay
    """
  }
}
