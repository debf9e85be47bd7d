public import ApportionPrimitives

/// Examples laid out for judging many models: panels of samples, features as rows.
public struct Evaluation: Sendable {
  /// How many samples go through a network together; their activations stay in the cache.
  private static let panelWidth = 128

  private struct Panel: Sendable {
    /// Shape [featureCount, labels.count].
    var features: [Float]
    var labels: [Int32]
  }

  private let panels: [Panel]
  public let count: Int

  /// Lays out the examples of `rows`, in that order.
  public init(_ dataset: Dataset, rows: [Int]) {
    count = rows.count
    panels = chunks(of: rows.count, by: Self.panelWidth).map { range in
      let part = rows[range]
      var features: [Float] = []
      features.reserveCapacity(part.count * dataset.featureCount)
      for feature in 0..<dataset.featureCount {
        for row in part { features.append(dataset.features[row * dataset.featureCount + feature]) }
      }
      return Panel(features: features, labels: part.map { dataset.labels[$0] })
    }
  }

  /// How `network` with `parameters` does on the examples.
  ///
  /// - Cost: one forward pass.
  public func callAsFunction(
    _ network: Network, _ parameters: Parameters, kernels: Kernels = .current
  ) -> Outcome {
    precondition(
      parameters.values.count == network.parameterCount,
      "\(parameters.values.count) numbers are not the \(network.parameterCount) of the network")
    let workspace = Workspace(network: network, batch: Self.panelWidth)
    var outcome = Outcome(correct: 0, lossSum: 0, count: count)
    parameters.values.withUnsafeBufferPointer { model in
      guard let model = model.baseAddress else { return }
      for panel in panels {
        let batch = panel.labels.count
        panel.features.withUnsafeBufferPointer { features in
          if let base = features.baseAddress {
            workspace.activation(0).update(from: base, count: features.count)
          }
        }
        network.forward(model, batch: batch, in: workspace, kernels: kernels)
        let part = kernels.softmaxCrossEntropy(
          workspace.activation(network.layers.count), labels: panel.labels,
          classes: network.classCount, samples: batch)
        outcome.correct += part.correct
        outcome.lossSum += part.loss
      }
    }
    return outcome
  }
}

/// How a model did on a set of examples.
public struct Outcome: Codable, Hashable, Sendable {
  /// How many examples got their label as the first of the largest logits.
  public var correct: Int
  /// The sum of the cross-entropies, in nats.
  public var lossSum: Double
  /// How many examples there were.
  public var count: Int

  public init(correct: Int, lossSum: Double, count: Int) {
    (self.correct, self.lossSum, self.count) = (correct, lossSum, count)
  }

  /// The fraction of correct predictions.
  public var accuracy: Double { Double(correct) / Double(count) }
  /// The mean cross-entropy, in nats.
  public var loss: Double { lossSum / Double(count) }
}
