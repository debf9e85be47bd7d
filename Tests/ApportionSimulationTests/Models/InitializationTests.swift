import ApportionPrimitives
import ApportionSimulation
import Testing

@Suite("Initialization")
struct InitializationTests {
  static let network = Network(widths: [30, 40, 20])

  @Test("the weights have the mean and the variance of the paper", arguments: [1, 2, 3])
  func moments(seed: UInt64) {
    for start in [Initialization.kaiming, .glorot] {
      let model = start.parameters(of: Self.network, using: RandomStream(seed: seed))
      for layer in Self.network.layers {
        let weights = model.values[layer.weights..<layer.biases].map(Double.init)
        let n = Double(weights.count)
        let mean = weights.reduce(0, +) / n
        let variance = weights.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n
        let truth =
          start == .kaiming
          ? 2 / Double(layer.inputs) : 2 / Double(layer.inputs + layer.outputs)
        // Four standard errors; those of a variance come from the fourth moment, 3 σ⁴ for a normal
        // and 9/5 σ⁴ for a uniform distribution.
        let kurtosis = start == .kaiming ? 3.0 : 1.8
        #expect(abs(mean) < 4 * (truth / n).squareRoot())
        #expect(abs(variance - truth) < 4 * truth * ((kurtosis - 1) / n).squareRoot())
      }
    }
  }

  @Test("Glorot's weights fill their interval and do not leave it")
  func glorotLimits() {
    let model = Initialization.glorot.parameters(of: Self.network, using: RandomStream(seed: 4))
    for layer in Self.network.layers {
      let limit = Float((6 / Double(layer.inputs + layer.outputs)).squareRoot())
      let weights = model.values[layer.weights..<layer.biases].map(abs)
      #expect(weights.allSatisfy { $0 <= limit })
      // Of 800 or more draws one lies in the outer hundredth, but for one chance in 3 000.
      #expect(weights.contains { $0 > 0.99 * limit })
    }
  }

  @Test("biases start at zero, and so does everything where it is asked", arguments: [5, 6])
  func zeros(seed: UInt64) {
    for start in Initialization.allCases {
      let model = start.parameters(of: Self.network, using: RandomStream(seed: seed))
      for layer in Self.network.layers {
        #expect(model.values[layer.biases..<layer.end].allSatisfy { $0 == 0 })
        #expect(
          model.values[layer.weights..<layer.biases].contains { $0 != 0 } == (start != .zero))
      }
    }
  }

  @Test("a layer's draws are its own, whatever comes before or after it")
  func independence() {
    let stream = RandomStream(seed: 7)
    let short = Network(widths: [30, 40])
    let other = Network(widths: [11, 40, 20])
    let model = Initialization.kaiming.parameters(of: Self.network, using: stream)
    let first = Initialization.kaiming.parameters(of: short, using: stream)
    let second = Initialization.kaiming.parameters(of: other, using: stream)
    #expect(Array(model.values[..<short.parameterCount]) == first.values)
    #expect(
      Array(model.values[Self.network.layers[1].weights...])
        == Array(second.values[other.layers[1].weights...]))
    let elsewhere = Initialization.kaiming.parameters(
      of: Self.network, using: RandomStream(seed: 8))
    #expect(zip(model.values, elsewhere.values).count { $0 == $1 && $0 != 0 } == 0)
  }

  @Test("a linear model starts at zero and a perceptron does not")
  func specifications() {
    #expect(Linear().initialization == .zero)
    #expect(MultilayerPerceptron().initialization == .kaiming)
    #expect(Linear().network(features: 4, classes: 3).widths == [4, 3])
    var perceptron = MultilayerPerceptron()
    perceptron.hidden = [8, 5]
    perceptron.activation = .tanh
    #expect(
      perceptron.network(features: 4, classes: 3)
        == Network(widths: [4, 8, 5, 3], activation: .tanh))
  }

  @Test("a perceptron that cannot learn, or has no hidden layer, is refused")
  func refusals() throws {
    var perceptron = MultilayerPerceptron()
    perceptron.initialization = .zero
    #expect(
      #expect(throws: InvalidSetting.self) { try perceptron.validate() }?.description == """
        `initialization` is zero, but must be kaiming or glorot, because units with equal \
        initial weights stay equal
        """)
    perceptron.initialization = .glorot
    try perceptron.validate()
    for hidden in [[], [8, 0]] {
      perceptron.hidden = hidden
      #expect(
        #expect(throws: InvalidSetting.self) { try perceptron.validate() }?.description == """
          `hidden` is \(hidden), but must be one or more whole numbers of at least 1; for no \
          hidden layers, use kind linear
          """)
    }
  }
}
