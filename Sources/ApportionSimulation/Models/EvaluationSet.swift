public import ApportionPrimitives

/// Examples in a layout for evaluating many models: panels of samples of one label, features as rows.
///
/// Features that are zero in a whole panel are left out of it. Matrix products then skip terms that
/// are zero, which changes no sum.
public struct EvaluationSet: Sendable {
  /// The number of samples that a network processes together; their activations fit in the cache.
  package static let panelWidth = 128

  /// Samples of one label.
  package struct Panel: Sendable {
    package let label: Int
    package let count: Int
    /// `count` rounded up to whole blocks of the kernels; the samples beyond `count` are zero.
    package let width: Int
    /// The indices of the features that are not zero in the whole panel, in order.
    package let chosen: [Int32]
    /// Shape [chosen.count, width].
    package let features: [Float]
  }

  package let panels: [Panel]
  /// The number of examples.
  public let count: Int

  /// Lays out the examples of `rows`, label by label and in their order within a label.
  public init(_ dataset: Dataset, rows: [Int]) {
    count = rows.count
    let byLabel = Dictionary(grouping: rows) { Int(dataset.labels[$0]) }.sorted { $0.key < $1.key }
    panels = byLabel.flatMap { label, rows in
      chunks(of: rows.count, by: Self.panelWidth).map {
        Panel(dataset, rows: rows[$0], label: label)
      }
    }
  }

  /// Evaluates `network` with `parameters` on the examples.
  ///
  /// - Cost: one forward pass.
  public func callAsFunction(
    _ network: Network, _ parameters: Parameters, kernels: Kernels = .current
  ) -> Outcome {
    precondition(
      parameters.values.count == network.parameterCount,
      "the network has \(network.parameterCount) parameters, not \(parameters.values.count)")
    let workspace = Workspace(network: network, batch: Self.panelWidth)
    var outcome = Outcome(correct: 0, lossSum: 0, count: count)
    parameters.values.withUnsafeBufferPointer { model in
      guard let model = model.baseAddress else { return }
      for panel in panels {
        network.forward(model, panel, in: workspace, kernels: kernels)
        workspace.labels.update(repeating: Int32(panel.label), count: panel.count)
        let part = kernels.softmaxCrossEntropy(
          workspace.activation(network.layers.count), labels: workspace.labels,
          classes: network.classCount, samples: panel.count, stride: panel.width)
        outcome.correct += part.correct
        outcome.lossSum += part.loss
      }
    }
    return outcome
  }
}

extension EvaluationSet.Panel {
  init(_ dataset: Dataset, rows: ArraySlice<Int>, label: Int) {
    self.label = label
    count = rows.count
    let block = Kernels.block
    let width = (rows.count + block - 1) / block * block
    let featureCount = dataset.featureCount
    let chosen = (0..<featureCount).filter { feature in
      rows.contains { dataset.features[$0 * featureCount + feature] != 0 }
    }
    var features = [Float](repeating: 0, count: chosen.count * width)
    for (line, feature) in chosen.enumerated() {
      for (sample, row) in rows.enumerated() {
        features[line * width + sample] = dataset.features[row * featureCount + feature]
      }
    }
    self.width = width
    self.chosen = chosen.map(Int32.init)
    self.features = features
  }
}

/// The result of evaluating a model on a set of examples.
public struct Outcome: Codable, Hashable, Sendable {
  /// The number of examples whose label is the first of the largest logits.
  public var correct: Int
  /// The sum of the cross-entropies, in nats.
  public var lossSum: Double
  /// The number of examples.
  public var count: Int

  /// An outcome with the given sums.
  public init(correct: Int, lossSum: Double, count: Int) {
    (self.correct, self.lossSum, self.count) = (correct, lossSum, count)
  }

  /// The fraction of correct predictions.
  public var accuracy: Double { Double(correct) / Double(count) }
  /// The mean cross-entropy, in nats.
  public var loss: Double { lossSum / Double(count) }
}
