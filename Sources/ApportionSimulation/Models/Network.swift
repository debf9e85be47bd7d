public import ApportionPrimitives

/// The shape of a multilayer perceptron: softmax regression when it has no hidden layer.
///
/// It holds no numbers. The parameters are one vector into which the layers are views: weights
/// [out, in] row-major, then biases [out], layer by layer, as in PyTorch.
public struct Network: Codable, Hashable, Sendable {
  /// Units per layer, inputs first, classes last.
  public let widths: [Int]
  /// What hidden units do to their input.
  public let activation: Activation

  /// - Precondition: at least two widths, all above 0.
  public init(widths: [Int], activation: Activation = .relu) {
    precondition(
      widths.count >= 2 && widths.allSatisfy { $0 > 0 },
      "a network needs inputs and classes, not \(widths)")
    (self.widths, self.activation) = (widths, activation)
  }

  public var featureCount: Int { widths[0] }
  public var classCount: Int { widths[widths.count - 1] }
  public var parameterCount: Int { layers.last?.end ?? 0 }

  /// Where each layer's numbers stand in the parameter vector.
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
    public let inputs: Int
    public let outputs: Int
    /// Where the weights [outputs, inputs] start.
    public let weights: Int
    /// Where the biases [outputs] start.
    public var biases: Int { weights + outputs * inputs }
    /// Where the next layer starts.
    public var end: Int { biases + outputs }
  }

  /// The name of one number of the vector: `layers.0.weight[3, 17]`.
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

/// What a hidden unit does to its input.
public enum Activation: String, ConfigurableChoice {
  case relu, tanh
}
