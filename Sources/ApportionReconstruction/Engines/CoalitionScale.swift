import ApportionPrimitives
import ApportionSimulation

/// Where the factor s = 1/a(S) of a coalition's model goes when its layers are left unscaled.
///
/// With layers Ŵ = Ŵ(S) and b̂ = b̂(S), so that the model's are s Ŵ and s b̂, numbered from 0:
///
/// - ReLU pulls a positive factor out of every layer: hˡ = sˡ⁺¹ relu(Ŵ ĥˡ⁻¹ + aˡ b̂), and the logits
///   of the last of L layers are sᴸ times what is computed.
/// - tanh does not: hˡ = tanh(s · (Ŵ hˡ⁻¹ + b̂)), and the logits are s times what is computed.
struct CoalitionScale {
  private let total: Double
  private let kind: ApportionSimulation.Activation
  private let depth: Int

  /// - Precondition: `total`, a(S), is above 0; `depth` is L.
  init(total: Double, activation: ApportionSimulation.Activation, depth: Int) {
    self.total = total
    kind = activation
    self.depth = depth
  }

  /// What the biases of a layer are multiplied by.
  func bias(ofLayer layer: Int) -> Float {
    kind == .relu ? Float(power(total, layer)) : 1
  }

  /// What hidden units do to what is computed for them.
  var activation: Kernels.Activation {
    kind == .relu ? .relu : .tanh(scale: Float(1 / total))
  }

  /// What the last layer's result is multiplied by.
  var output: Float {
    Float(1 / (kind == .relu ? power(total, depth) : total))
  }

  private func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * base }
  }
}
