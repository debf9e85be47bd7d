import ApportionPrimitives
import ApportionSimulation

/// Where the factor s = 1/a(S) of a coalition's model goes when its two layers are left unscaled.
///
/// With Ŵ(S) and b̂(S), so that the model's layers are s Ŵ and s b̂:
///
/// - ReLU pulls a positive factor out: the logits are s² (Ŵ² relu(Ŵ¹ x + b̂¹) + a b̂²).
/// - tanh does not: the logits are s (Ŵ² tanh(s (Ŵ¹ x + b̂¹)) + b̂²).
struct CoalitionScale {
  /// What the second layer's biases are multiplied by.
  let bias: Float
  /// What hidden units do to what is computed for them.
  let activation: Kernels.Activation
  /// What the result is multiplied by.
  let output: Float

  /// - Precondition: `total`, a(S), is above 0.
  init(total: Double, activation: ApportionSimulation.Activation) {
    switch activation {
    case .relu:
      (bias, self.activation, output) = (Float(total), .relu, Float(1 / (total * total)))
    case .tanh:
      let scale = Float(1 / total)
      (bias, self.activation, output) = (1, .tanh(scale: scale), scale)
    }
  }
}
