import ApportionPrimitives
import ApportionSimulation

/// How the factor s = 1/a(S) of a coalition's model is applied if its two layers are left unscaled.
///
/// The layers of the model are s Ŵ(S) and s b̂(S):
///
/// - ReLU commutes with a positive factor: the logits are s² (Ŵ² relu(Ŵ¹ x + b̂¹) + a b̂²).
/// - tanh does not: the logits are s (Ŵ² tanh(s (Ŵ¹ x + b̂¹)) + b̂²).
struct CoalitionScale {
  /// The factor of the second layer's biases.
  let bias: Float
  /// The activation applied to the unscaled pre-activations of hidden units.
  let activation: Kernels.Activation
  /// The factor of the result.
  let output: Float

  /// Derives the factors for one coalition.
  ///
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
