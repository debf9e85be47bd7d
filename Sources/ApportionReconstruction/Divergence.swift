import ApportionPrimitives
public import ApportionSimulation
import Foundation

/// A training that left the model worse than it found it, or worse than a guess by far.
///
/// With the mean validation losses *L₀* before the first round and *L* after the last, on m examples,
/// training diverged where
///
///     L > L₀   or   L > 2 ln m
///
/// Who gives all of k classes the same probability has the loss ln k, and m examples have at most m
/// classes. Values then tell who moved the model, not who improved it.
///
/// - Units: nats.
/// - Error: a rise of less than 10⁻⁶ of *L₀* is taken for rounding.
public struct Divergence: Codable, Hashable, Sendable, CustomStringConvertible {
  /// The mean validation loss before the first round.
  public let initialLoss: Double
  /// The mean validation loss after the last round.
  public let finalLoss: Double

  /// Nil where training did not diverge.
  ///
  /// - Parameters:
  ///   - initial: how the model before the first round does on the validation examples.
  ///   - final: how the model after the last round does on them.
  public init?(from initial: Outcome, to final: Outcome) {
    (initialLoss, finalLoss) = (initial.loss, final.loss)
    let guess = 2 * Elementary.log(Double(max(final.count, 2)))
    guard !(finalLoss <= initialLoss * (1 + 1e-6)) || finalLoss > guess else { return nil }
  }

  /// "validation loss 2.303 before the first round, 85.12 after the last".
  public var losses: String {
    let shown = [initialLoss, finalLoss].map { String(format: "%.4g", $0) }
    return "validation loss \(shown[0]) before the first round, \(shown[1]) after the last"
  }

  public var description: String {
    """
    training diverged: \(losses); values tell who moved the model, not who improved it; lower the \
    learning rate or the weight decay
    """
  }
}
