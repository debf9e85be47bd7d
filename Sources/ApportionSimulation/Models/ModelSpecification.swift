public import ApportionPrimitives

/// A kind of model that a config may name: a network and its initialization.
public protocol ModelSpecification: Configurable {
  var initialization: Initialization { get }
  func network(features: Int, classes: Int) -> Network
}

extension Catalog where Item == any ModelSpecification {
  /// The kinds of model of this package.
  public static let models = Catalog(
    of: "model",
    [
      Linear.self,
      MultilayerPerceptron.self,
    ])
}

/// Softmax regression.
public struct Linear: ModelSpecification {
  public static let id = "linear"
  public static let summary = "softmax regression"

  public var initialization = Initialization.zero

  public init() {}

  public func network(features: Int, classes: Int) -> Network {
    Network(widths: [features, classes])
  }
}

/// A multilayer perceptron with a softmax output.
public struct MultilayerPerceptron: ModelSpecification {
  public static let id = "mlp"
  public static let summary = "multilayer perceptron of any depth, ReLU or tanh"

  /// The number of units of each hidden layer, in the order from input to output.
  public var hidden = [64]
  /// The activation function of the hidden units.
  public var activation = Activation.relu
  public var initialization = Initialization.kaiming

  public init() {}

  /// A perceptron with the given settings.
  public init(
    hidden: [Int], activation: Activation = .relu, initialization: Initialization = .kaiming
  ) {
    (self.hidden, self.activation, self.initialization) = (hidden, activation, initialization)
  }

  public func validate() throws {
    try InvalidSetting.check(
      "hidden", hidden, !hidden.isEmpty && hidden.allSatisfy { $0 >= 1 },
      mustBe: "one or more whole numbers of at least 1; for no hidden layers, use kind linear")
    try InvalidSetting.check(
      "hidden", hidden, hidden.allSatisfy { $0 <= 1_000_000 },
      mustBe: "whole numbers of at most 1,000,000")
    try InvalidSetting.check(
      "hidden", "a list of \(hidden.count)", hidden.count <= 100, mustBe: "at most 100 layers")
    try InvalidSetting.check(
      "initialization", initialization.rawValue, initialization != .zero,
      mustBe: "kaiming or glorot, because units with equal initial weights stay equal")
  }

  public func network(features: Int, classes: Int) -> Network {
    Network(widths: [features] + hidden + [classes], activation: activation)
  }
}
