public import ApportionPrimitives

/// The distribution of the initial weights.
///
/// Biases start at 0.
public enum Initialization: String, ConfigurableChoice {
  /// Normal with variance 2 / inputs.
  ///
  /// Source: He et al., "Delving deep into rectifiers", ICCV 2015, equation 10.
  case kaiming
  /// Uniform within ±√(6 / (inputs + outputs)).
  ///
  /// Source: Glorot & Bengio, "Understanding the difficulty of training deep feedforward neural
  /// networks", AISTATS 2010, equation 16.
  case glorot
  case zero

  /// Draws the initial parameters of a network.
  public func parameters(of network: Network, using stream: RandomStream) -> Parameters {
    var values = [Float](repeating: 0, count: network.parameterCount)
    for (number, layer) in network.layers.enumerated() {
      var draws = stream.child("layer", number)
      let deviation = (2 / Double(layer.inputs)).squareRoot()
      let limit = (6 / Double(layer.inputs + layer.outputs)).squareRoot()
      for index in layer.weights..<layer.biases {
        switch self {
        case .kaiming: values[index] = Float(deviation * draws.normal())
        case .glorot: values[index] = Float(limit * (2 * draws.uniform() - 1))
        case .zero: break
        }
      }
    }
    return Parameters(values)
  }
}
