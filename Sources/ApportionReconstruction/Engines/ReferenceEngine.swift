import ApportionSimulation
import Foundation

/// Builds every coalition's model and runs it forward in double precision, one sample at a time.
///
/// The other engines are tested against it: it shares nothing with them except the examples.
struct ReferenceEngine: Sendable {
  let round: Round

  /// The outcome of the model of `members` on the examples.
  ///
  /// - Throws: what the strategy throws.
  func callAsFunction(_ members: [Int], on evaluation: EvaluationSet) throws -> Outcome {
    let model = try self.model(of: members)
    var outcome = Outcome(correct: 0, lossSum: 0, count: evaluation.count)
    for panel in evaluation.panels {
      for sample in 0..<panel.count {
        var input = [Double](repeating: 0, count: round.network.featureCount)
        for (line, feature) in panel.chosen.enumerated() {
          input[Int(feature)] = Double(panel.features[line * panel.width + sample])
        }
        let logits = self.logits(of: model, input)
        let largest = logits.max() ?? 0
        let sum = logits.reduce(0) { $0 + exp($1 - largest) }
        outcome.lossSum += log(sum) + largest - logits[panel.label]
        if logits.firstIndex(of: largest) == panel.label { outcome.correct += 1 }
      }
    }
    return outcome
  }

  private func model(of members: [Int]) throws -> [Double] {
    let before = round.globalBefore
    guard let combination = try round.serverBefore.combination(of: round.updates, into: before)
    else {
      return try round.replayed(with: members).values.map(Double.init)
    }
    let total = members.reduce(0) { $0 + combination.totals[$1] }
    guard total > 0 else { return before.values.map(Double.init) }
    let step = combination.step(of: members)
    return before.values.indices.map { index in
      let origin = Double(combination.origin?.values[index] ?? 0)
      let mean = members.reduce(0) {
        let value = Double(round.updates[$1].parameters.values[index])
        return $0 + combination.weights[$1] / total * (value - origin)
      }
      return combination.offset.reduce(step * mean) {
        $0 + $1.coefficient * Double($1.vector.values[index])
      }
    }
  }

  private func logits(of model: [Double], _ input: [Double]) -> [Double] {
    let layers = round.network.layers
    return layers.enumerated().reduce(input) { input, item in
      let (number, layer) = item
      return (0..<layer.outputs).map { unit in
        var sum = model[layer.biases + unit]
        for index in 0..<layer.inputs {
          sum += model[layer.weights + unit * layer.inputs + index] * input[index]
        }
        guard number < layers.count - 1 else { return sum }
        switch round.network.activation {
        case .relu: return max(sum, 0)
        case .tanh: return tanh(sum)
        }
      }
    }
  }
}
