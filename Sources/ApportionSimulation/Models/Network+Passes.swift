import ApportionPrimitives

extension Network {
  /// The logits of a batch whose inputs stand in the workspace: Zₗ = Wₗ Hₗ₋₁ + bₗ, Hₗ = act(Zₗ).
  ///
  /// `parameters` points to the `parameterCount` numbers of the model; activations are
  /// [width, batch].
  func forward(
    _ parameters: UnsafePointer<Float>, batch: Int, in workspace: borrowing Workspace,
    kernels: Kernels
  ) {
    let layers = layers
    for (number, layer) in layers.enumerated() {
      let output = workspace.activation(number + 1)
      kernels.matrixProduct(
        .rows(parameters + layer.weights, stride: layer.inputs), workspace.activation(number),
        into: output, rows: layer.outputs, columns: batch, inner: layer.inputs,
        from: .bias(parameters + layer.biases))
      guard number < layers.count - 1 else { return }
      switch activation {
      case .relu: kernels.relu(output, count: layer.outputs * batch)
      case .tanh: kernels.tanh(output, count: layer.outputs * batch)
      }
    }
  }

  /// Adds `scale` times the gradient of the batch's summed loss to `target`, after ``forward``.
  ///
  ///     Gₗ = ∂loss/∂Zₗ:  dWₗ = Gₗ Hₗ₋₁ᵀ,  dbₗ = Gₗ 1,  Gₗ₋₁ = (Wₗᵀ Gₗ) ⊙ act′(Hₗ₋₁)
  ///
  /// The scale enters with the output's gradient, so `target` may be the parameters themselves: a
  /// step of SGD then needs neither a gradient buffer nor a pass of its own. Each layer's weights
  /// are read before they change.
  ///
  /// - Precondition: `workspace.samples` holds the batch as [batch, featureCount].
  /// - Returns: the summed loss of the batch, not scaled.
  @discardableResult
  func backward(
    _ parameters: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>, scale: Float,
    batch: Int, in workspace: borrowing Workspace, kernels: Kernels
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
      kernels.matrixProduct(
        .rows(gradient, stride: batch), number > 0 ? workspace.hiddenSamples : workspace.samples,
        into: target + layer.weights, rows: layer.outputs, columns: layer.inputs, inner: batch,
        from: .accumulate)
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
