import ApportionPrimitives
import ApportionSimulation
import Testing

/// Backpropagation against differences of the loss, through a single step of SGD on all examples:
/// with a rate of 1 the step is the gradient.
@Suite("Gradients")
struct GradientTests {
  /// Every kind of layer; widths below, at and past the sixteen samples or units of a register.
  static let shapes: [(widths: [Int], activation: Activation)] = [
    ([3, 2], .relu),
    ([17, 10], .relu),
    ([5, 7, 3], .relu),
    ([19, 17, 10], .relu),
    ([5, 7, 3], .tanh),
    ([19, 17, 10], .tanh),
    ([6, 9, 5, 4], .relu),
    ([6, 9, 5, 4], .tanh),
    ([3, 16, 17, 2], .relu),
    ([3, 16, 17, 2], .tanh),
  ]

  @Test(
    "agree with central differences",
    arguments: shapes.indices, [1, 5, 19])
  func centralDifferences(shape: Int, examples: Int) throws {
    let network = Network(
      widths: Self.shapes[shape].widths, activation: Self.shapes[shape].activation)
    let dataset = scattered(
      examples, features: network.featureCount, classes: network.classCount, seed: 1)
    let client = Client(id: 0, name: "0", dataset: dataset, rows: Array(0..<examples))
    let start = drawn(for: network, seed: 2)
    let truth = ReferenceNetwork(network).gradient(
      start.doubles, dataset, rows: client.rows)

    // The plain step adds to the model itself, the other one goes through a velocity that was 0.
    for momentum in [0, 0.5] {
      var plan = TrainingPlan()
      plan.batchSize = examples
      plan.learningRate = 1
      plan.momentum = momentum
      let after = try LocalTraining(network: network, plan: plan, round: 1)(
        client, from: start, using: RandomStream(seed: 3))
      for (index, truth) in truth.enumerated() {
        let gradient = Double(start.values[index]) - Double(after.values[index])
        // Sums of up to 19 terms, and a step that is rounded to the model's ulp of at most 2⁻²³.
        #expect(
          abs(gradient - truth) < 3e-6,
          "\(network.name(ofParameter: index)), momentum \(momentum)")
      }
    }
  }
}
