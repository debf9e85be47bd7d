import ApportionPrimitives

/// The computation and the layout of the first layer.
///
/// Both give the same sums. A sparse layer skips the terms whose input is zero; its weights are stored
/// as [inputs, outputs].
package enum InputLayer: Sendable {
  case dense, sparse
}

extension Network {
  /// The logits of a batch whose inputs are in the workspace: Zₗ = Wₗ Hₗ₋₁ + bₗ, Hₗ = act(Zₗ).
  ///
  /// `parameters` points to the `parameterCount` numbers of the model; activations are
  /// [width, batch].
  func forward(
    _ parameters: UnsafePointer<Float>, input: InputLayer = .dense, batch: Int,
    in workspace: borrowing Workspace, kernels: Kernels
  ) {
    guard input == .sparse else {
      return forward(parameters, from: 0, batch: batch, in: workspace, kernels: kernels)
    }
    let layer = layers[0]
    for sample in 0..<batch {
      (workspace.hiddenSamples + sample * layer.outputs).update(
        from: parameters + layer.biases, count: layer.outputs)
    }
    kernels.sparseForward(
      workspace.samples, parameters + layer.weights, addedTo: workspace.hiddenSamples,
      inputs: layer.inputs, samples: batch, units: layer.outputs)
    kernels.transpose(
      workspace.hiddenSamples, rows: batch, columns: layer.outputs, into: workspace.activation(1))
    guard layers.count > 1 else { return }
    activate(workspace.activation(1), count: layer.outputs * batch, kernels: kernels)
    forward(parameters, from: 1, batch: batch, in: workspace, kernels: kernels)
  }

  /// The logits [classes, panel.width] of a panel.
  func forward(
    _ parameters: UnsafePointer<Float>, _ panel: EvaluationSet.Panel,
    in workspace: borrowing Workspace, kernels: Kernels
  ) {
    let layer = layers[0]
    kernels.matrixProduct(
      parameters + layer.weights, stride: layer.inputs, chosen: panel.chosen, panel.features,
      into: workspace.activation(1), rows: layer.outputs, columns: panel.width,
      inner: panel.chosen.count,
      bias: parameters + layer.biases)
    guard layers.count > 1 else { return }
    activate(workspace.activation(1), count: layer.outputs * panel.width, kernels: kernels)
    forward(parameters, from: 1, batch: panel.width, in: workspace, kernels: kernels)
  }

  /// Evaluates the layers from number `first` on; the input of that layer is in the workspace.
  private func forward(
    _ parameters: UnsafePointer<Float>, from first: Int, batch: Int,
    in workspace: borrowing Workspace, kernels: Kernels
  ) {
    let layers = layers
    for number in first..<layers.count {
      let layer = layers[number]
      let output = workspace.activation(number + 1)
      kernels.matrixProduct(
        .rows(parameters + layer.weights, stride: layer.inputs), workspace.activation(number),
        into: output, rows: layer.outputs, columns: batch, inner: layer.inputs,
        from: .bias(parameters + layer.biases))
      guard number < layers.count - 1 else { return }
      activate(output, count: layer.outputs * batch, kernels: kernels)
    }
  }

  private func activate(_ units: UnsafeMutablePointer<Float>, count: Int, kernels: Kernels) {
    switch activation {
    case .relu: kernels.relu(units, count: count)
    case .tanh: kernels.tanh(units, count: count)
    }
  }

  /// Adds `scale` times the gradient of the batch's summed loss to `target`, after ``forward``.
  ///
  ///     Gₗ = ∂loss/∂Zₗ:  dWₗ = Gₗ Hₗ₋₁ᵀ,  dbₗ = Gₗ 1,  Gₗ₋₁ = (Wₗᵀ Gₗ) ⊙ act′(Hₗ₋₁)
  ///
  /// The scale multiplies the gradient of the output, so `target` may be the parameters themselves: a
  /// step of SGD then needs neither a gradient buffer nor a separate pass over the parameters. Each
  /// layer's weights are read before they change.
  ///
  /// - Precondition: `workspace.samples` holds the batch as [batch, featureCount].
  /// - Returns: the summed loss of the batch, not scaled.
  @discardableResult
  func backward(
    _ parameters: UnsafePointer<Float>, input: InputLayer = .dense,
    into target: UnsafeMutablePointer<Float>, scale: Float, batch: Int,
    in workspace: borrowing Workspace, kernels: Kernels
  ) -> Double {
    let layers = layers
    var gradient = workspace.activation(layers.count)
    let loss = kernels.softmaxCrossEntropyGradient(
      gradient, labels: workspace.labels, classes: classCount, samples: batch, scale: scale)
    for (number, layer) in layers.enumerated().reversed() {
      let below = workspace.gradient(number)
      let activations = workspace.activation(number)
      let count = layer.inputs * batch
      if number > 0 {
        kernels.matrixProduct(
          .columns(parameters + layer.weights, stride: layer.inputs), gradient, into: below,
          rows: layer.inputs, columns: batch, inner: layer.outputs, from: .zero)
        kernels.transpose(
          activations, rows: layer.inputs, columns: batch, into: workspace.hiddenSamples)
      }
      if number == 0, input == .sparse {
        kernels.transpose(
          gradient, rows: layer.outputs, columns: batch, into: workspace.hiddenSamples)
        kernels.sparseBackward(
          activations, workspace.hiddenSamples, addedTo: target + layer.weights,
          inputs: layer.inputs, samples: batch, units: layer.outputs)
      } else {
        kernels.matrixProduct(
          .rows(gradient, stride: batch), number > 0 ? workspace.hiddenSamples : workspace.samples,
          into: target + layer.weights, rows: layer.outputs, columns: layer.inputs, inner: batch,
          from: .accumulate)
      }
      kernels.addRowSums(
        of: gradient, rows: layer.outputs, columns: batch, to: target + layer.biases)
      guard number > 0 else { break }
      switch activation {
      case .relu: kernels.reluBackward(below, activation: activations, count: count)
      case .tanh: kernels.tanhBackward(below, activation: activations, count: count)
      }
      gradient = below
    }
    return loss
  }
}
