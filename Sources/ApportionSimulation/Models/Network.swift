public import ApportionPrimitives

/// The shape of a multilayer perceptron; without hidden layers, it is softmax regression.
///
/// It contains no parameters. They are one separate vector, of which the layers are views: weights
/// [out, in] row-major, then biases [out], layer by layer, as in PyTorch.
public struct Network: Codable, Hashable, Sendable {
  /// The number of units per layer, inputs first, classes last.
  public let widths: [Int]
  /// The activation function of the hidden units.
  public let activation: Activation

  /// - Precondition: at least two widths, all above 0.
  public init(widths: [Int], activation: Activation = .relu) {
    precondition(
      widths.count >= 2 && widths.allSatisfy { $0 > 0 },
      "a network needs inputs and classes, not \(widths)")
    (self.widths, self.activation) = (widths, activation)
  }

  /// The number of inputs.
  public var featureCount: Int { widths[0] }
  /// The number of outputs, which are the logits of the classes.
  public var classCount: Int { widths[widths.count - 1] }
  /// The number of parameters of all layers.
  public var parameterCount: Int { layers.last?.end ?? 0 }

  /// The layers with the positions of their parameters in the parameter vector.
  public var layers: [Layer] {
    var (layers, start) = ([Layer](), 0)
    for (inputs, outputs) in zip(widths, widths.dropFirst()) {
      layers.append(Layer(inputs: inputs, outputs: outputs, weights: start))
      start = layers[layers.count - 1].end
    }
    return layers
  }

  /// A dense layer as a view into a parameter vector.
  public struct Layer: Hashable, Sendable {
    /// The number of inputs.
    public let inputs: Int
    /// The number of outputs.
    public let outputs: Int
    /// The position of the first of the weights [outputs, inputs].
    public let weights: Int
    /// The position of the first of the biases [outputs].
    public var biases: Int { weights + outputs * inputs }
    /// The position after the last parameter of the layer.
    public var end: Int { biases + outputs }
  }

  /// The name of a parameter in the vector, for example `layers.0.weight[3, 17]`.
  public func name(ofParameter index: Int) -> String {
    for (number, layer) in layers.enumerated() where index < layer.end {
      return index < layer.biases
        ? "layers.\(number).weight[\((index - layer.weights) / layer.inputs), "
          + "\((index - layer.weights) % layer.inputs)]"
        : "layers.\(number).bias[\(index - layer.biases)]"
    }
    return "parameter \(index)"
  }
}

/// The activation function of a hidden unit.
public enum Activation: String, ConfigurableChoice {
  case relu, tanh
}
