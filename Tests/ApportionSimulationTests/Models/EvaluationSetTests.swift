import ApportionPrimitives
import ApportionSimulation
import Foundation
import Testing

@Suite("EvaluationSet")
struct EvaluationSetTests {
  /// Whole and broken panels of 128, with the classes of whole and broken registers.
  static let counts = [1, 31, 127, 128, 129, 300]

  @Test(
    "agrees with the network in double precision", arguments: counts, [2, 3, 10, 17])
  func reference(count: Int, classes: Int) {
    for activation in Activation.allCases {
      let network = Network(widths: [5, 6, classes], activation: activation)
      let dataset = scattered(count, features: 5, classes: classes, seed: 4)
      let model = drawn(for: network, seed: 5)
      let rows = Array(0..<count)
      let truth = ReferenceNetwork(network).outcome(model.doubles, dataset, rows: rows)
      let outcome = EvaluationSet(dataset, rows: rows)(network, model)
      #expect(outcome.count == count)
      #expect(outcome.correct == truth.correct)
      // Some ten roundings of 2⁻²⁴ on the way to each loss; the sum itself is in Double.
      #expect(abs(outcome.lossSum - truth.lossSum) <= 1e-6 * truth.lossSum)
    }
  }

  @Test("evaluates the rows asked for, in whatever order they come")
  func rows() {
    let network = Network(widths: [4, 3])
    let dataset = scattered(200, features: 4, classes: 3, seed: 6)
    let model = drawn(for: network, seed: 7)
    let rows = stride(from: 197, through: 0, by: -7).map { $0 }
    let truth = ReferenceNetwork(network).outcome(model.doubles, dataset, rows: rows)
    let outcome = EvaluationSet(dataset, rows: rows)(network, model)
    #expect(outcome.correct == truth.correct)
    #expect(abs(outcome.lossSum - truth.lossSum) <= 1e-6 * truth.lossSum)
    #expect(
      outcome == EvaluationSet(dataset.selecting(rows), rows: Array(rows.indices))(network, model))
  }

  @Test("gives a tie to the first of the largest logits", arguments: counts)
  func ties(count: Int) {
    let network = Network(widths: [2, 4])
    let dataset = scattered(count, features: 2, classes: 4, seed: 8)
    let evaluation = EvaluationSet(dataset, rows: Array(0..<count))
    var model = Parameters([Float](repeating: 0, count: network.parameterCount))
    #expect(evaluation(network, model).correct == dataset.labels.count { $0 == 0 })
    // Biases −1, 2, 2, 1: classes 1 and 2 share the largest logit.
    model.values.replaceSubrange(network.layers[0].biases..., with: [-1, 2, 2, 1])
    #expect(evaluation(network, model).correct == dataset.labels.count { $0 == 1 })
  }

  @Test("a model that knows nothing loses ln(classes) per example")
  func ignorance() {
    let network = Network(widths: [3, 5])
    let dataset = scattered(130, features: 3, classes: 5, seed: 9)
    let outcome = EvaluationSet(dataset, rows: Array(0..<130))(
      network, Parameters([Float](repeating: 0, count: network.parameterCount)))
    #expect(abs(outcome.loss - log(5)) < 1e-6)
    #expect(outcome.accuracy == 26.0 / 130)
  }

  @Test("a model that is not finite has no finite loss", arguments: [Float.nan, .infinity])
  func nonFinite(value: Float) {
    let network = Network(widths: [3, 2])
    let dataset = scattered(20, features: 3, classes: 2, seed: 10)
    var model = drawn(for: network, seed: 11)
    model.values[network.layers[0].biases] = value
    #expect(!EvaluationSet(dataset, rows: Array(0..<20))(network, model).lossSum.isFinite)
  }

  @Test(
    "features left out where they are zero leave every bit as the whole product gives it",
    arguments: counts, Kernels.available.indices)
  func zeros(count: Int, kernels: Int) {
    let (network, kernels) = (Network(widths: [9, 3]), Kernels.available[kernels])
    var dataset = scattered(count, features: 9, classes: 3, seed: 14)
    // One always, one of a class alone, most of them now and then: of either sign.
    for place in dataset.features.indices {
      let (row, feature) = (place / 9, place % 9)
      if feature == 0 || feature == 1 && row % 3 == 2 || feature * row % 5 == 0 {
        dataset.features[place] = row % 2 == 0 ? 0 : -0.0
      }
    }
    let model = drawn(for: network, seed: 15)
    let layer = network.layers[0]
    var whole = Outcome(correct: 0, lossSum: 0, count: count)
    for label in 0..<3 {
      let rows = (0..<count).filter { $0 % 3 == label }
      for panel in chunks(of: rows.count, by: 128).map({ rows[$0] }) {
        let features = (0..<9).flatMap { feature in
          panel.map { dataset.features[$0 * 9 + feature] }
        }
        var logits = [Float](repeating: 0, count: 3 * panel.count)
        model.values.withUnsafeBufferPointer { model in
          guard let model = model.baseAddress else { return }
          kernels.matrixProduct(
            .rows(model, stride: 9), features, into: &logits, rows: 3, columns: panel.count,
            inner: 9, from: .bias(model + layer.biases))
        }
        let part = kernels.softmaxCrossEntropy(
          logits, labels: panel.map { _ in Int32(label) }, classes: 3, samples: panel.count)
        whole.correct += part.correct
        whole.lossSum += part.loss
      }
    }
    #expect(
      EvaluationSet(dataset, rows: Array(0..<count))(network, model, kernels: kernels) == whole)
  }

  @Test("gives the same bits with every instruction set", arguments: counts)
  func kernels(count: Int) {
    let network = Network(widths: [5, 18, 3], activation: .tanh)
    let dataset = scattered(count, features: 5, classes: 3, seed: 12)
    let evaluation = EvaluationSet(dataset, rows: Array(0..<count))
    let model = drawn(for: network, seed: 13)
    let outcomes = Kernels.available.map { evaluation(network, model, kernels: $0) }
    for (kernels, outcome) in zip(Kernels.available, outcomes) {
      #expect(outcome == outcomes[0], "\(kernels.name)")
    }
  }
}
