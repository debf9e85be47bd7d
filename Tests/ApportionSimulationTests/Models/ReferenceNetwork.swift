import ApportionPrimitives
import ApportionSimulation
import Foundation

/// The network once more, in Double and one example at a time, as a textbook writes it.
///
/// It is the twin that the kernels are evaluated by, and it knows no derivative.
struct ReferenceNetwork {
  let network: Network

  init(_ network: Network) { self.network = network }

  func logits(_ parameters: [Double], _ features: [Double]) -> [Double] {
    var units = features
    for (number, layer) in network.layers.enumerated() {
      units = (0..<layer.outputs).map { output in
        var sum = parameters[layer.biases + output]
        for input in 0..<layer.inputs {
          sum += parameters[layer.weights + output * layer.inputs + input] * units[input]
        }
        return sum
      }
      guard number < network.layers.count - 1 else { break }
      switch network.activation {
      case .relu: units = units.map { max($0, 0) }
      case .tanh: units = units.map { Foundation.tanh($0) }
      }
    }
    return units
  }

  func outcome(_ parameters: [Double], _ dataset: Dataset, rows: [Int]) -> Outcome {
    var outcome = Outcome(correct: 0, lossSum: 0, count: rows.count)
    for row in rows {
      let first = row * dataset.featureCount
      let logits = logits(
        parameters, dataset.features[first..<first + dataset.featureCount].map(Double.init))
      let (label, largest) = (Int(dataset.labels[row]), logits.max() ?? 0)
      if logits.firstIndex(of: largest) == label { outcome.correct += 1 }
      let sum = logits.reduce(0) { $0 + exp($1 - largest) }
      outcome.lossSum += log(sum) + largest - logits[label]
    }
    return outcome
  }

  /// The gradient of the mean loss by central differences.
  ///
  /// With h = 10⁻⁶ the differences are good to h² f‴/6 + ε/h ≈ 10⁻¹⁰, unless the step crosses the
  /// kink of a ReLU, which the seeds in use do not.
  func gradient(_ parameters: [Double], _ dataset: Dataset, rows: [Int]) -> [Double] {
    let h = 1e-6
    var moved = parameters
    return parameters.indices.map { index in
      moved[index] = parameters[index] + h
      let above = outcome(moved, dataset, rows: rows).loss
      moved[index] = parameters[index] - h
      let below = outcome(moved, dataset, rows: rows).loss
      moved[index] = parameters[index]
      return (above - below) / (2 * h)
    }
  }
}

/// Examples scattered around one centre per class, the classes in turn.
func scattered(_ count: Int, features: Int, classes: Int, seed: UInt64) -> Dataset {
  var draws = RandomStream(seed: seed).child("scattered")
  let centres = (0..<classes).map { _ in (0..<features).map { _ in draws.normal() } }
  return Dataset(
    features: (0..<count).flatMap { example in
      centres[example % classes].map { Float($0 + draws.normal()) }
    },
    featureCount: features, labels: (0..<count).map { Int32($0 % classes) },
    classNames: (0..<classes).map { "class \($0)" })
}

/// A model with normal weights and biases: nothing in it is zero.
func drawn(for network: Network, seed: UInt64) -> Parameters {
  var draws = RandomStream(seed: seed).child("drawn")
  return Parameters((0..<network.parameterCount).map { _ in Float(draws.normal() / 2) })
}

extension Parameters {
  var doubles: [Double] { values.map(Double.init) }
}
