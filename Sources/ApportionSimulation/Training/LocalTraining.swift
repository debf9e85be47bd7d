public import ApportionPrimitives

/// One client's training in one round: mini-batch SGD from the global model.
///
///     g = ∇(mean loss of the batch) + λ θ        v ← μ v + g        θ ← θ − η v
///
/// If the strategy adds terms to the clients' objective, their gradient, slope + ρ (θ − θₜ), is added
/// to g; ρ is the ``LocalObjective/proximal`` of the ``LocalObjective``.
///
/// Every epoch uses the client's examples in a different random order; the last batch of an epoch may
/// be smaller.
public struct LocalTraining: Sendable {
  /// The network that is trained.
  public var network: Network
  /// The settings of local training.
  public var plan: TrainingPlan
  /// The round, counting from 1; it determines the learning rate.
  public var round: Int

  /// Local training of `network` in the given round.
  public init(network: Network, plan: TrainingPlan, round: Int) {
    (self.network, self.plan, self.round) = (network, plan, round)
  }

  /// The client's parameters after training.
  ///
  /// One child of `stream` per epoch determines the order of the examples.
  ///
  /// - Precondition: the client has examples.
  /// - Throws: `CancellationError` between two batches.
  public func callAsFunction(
    _ client: Client, from global: Parameters,
    minimising objective: LocalObjective = LocalObjective(),
    using stream: RandomStream, kernels: Kernels = .current
  ) throws -> Parameters {
    try self(
      client, from: global, minimising: objective, through: inputLayer(for: client), using: stream,
      kernels: kernels)
  }

  /// The client's parameters after training, with the given kind of first layer.
  package func callAsFunction(
    _ client: Client, from global: Parameters,
    minimising objective: LocalObjective = LocalObjective(),
    through input: InputLayer, using stream: RandomStream, kernels: Kernels
  ) throws -> Parameters {
    let count = client.rows.count
    precondition(count > 0, "client \(client.name) has no examples to train on")
    let batch = min(plan.batchSize, count)
    let epochSteps = (count + batch - 1) / batch
    let steps = plan.steps(for: client)
    let rate = rate
    let workspace = Workspace(network: network, batch: batch)
    func laidOut(_ vector: Parameters) -> Parameters {
      input == .sparse ? transposingFirstLayer(of: vector, from: .dense) : vector
    }
    let pull = ObjectiveTerm(
      slope: objective.slope.map(laidOut), proximal: Float(objective.proximal),
      anchor: laidOut(global))
    let isPlain = plan.momentum == 0 && plan.weightDecay == 0 && pull.isNone
    let velocity = Scratch<Float>(count: isPlain ? 0 : network.parameterCount)
    var model = laidOut(global)
    try model.values.withUnsafeMutableBufferPointer { model in
      guard let model = model.baseAddress else { return }
      var order: [Int] = []
      for step in 0..<steps {
        let (epoch, place) = step.quotientAndRemainder(dividingBy: epochSteps)
        try Task.checkCancellation()
        if place == 0 {
          order = client.rows
          var shuffle = stream.child("epoch", epoch)
          shuffle.shuffle(&order)
        }
        let rows = order[place * batch..<min((place + 1) * batch, count)]
        gather(rows, of: client.dataset, into: workspace, kernels: kernels)
        network.forward(
          model, input: input, batch: rows.count, in: workspace, kernels: kernels)
        if isPlain {
          network.backward(
            model, input: input, into: model, scale: -rate / Float(rows.count), batch: rows.count,
            in: workspace, kernels: kernels)
        } else {
          takeStep(
            model, velocity.base, pull, input: input, batch: rows.count, in: workspace,
            kernels: kernels)
        }
      }
    }
    return input == .sparse ? transposingFirstLayer(of: model, from: .sparse) : model
  }

  /// The kind of first layer that is faster for the client's examples; both give the same results.
  private func inputLayer(for client: Client) -> InputLayer {
    // A sparse layer reads fewer numbers but keeps none in registers between samples. It is faster
    // if less than about a third of the features is non-zero and there are enough units to fill its
    // registers.
    client.density < 0.35 && network.layers[0].outputs >= 64 ? .sparse : .dense
  }

  /// The model with the weights of its first layer transposed.
  ///
  /// A dense layer stores them as [outputs, inputs], a sparse layer as [inputs, outputs].
  private func transposingFirstLayer(
    of model: Parameters, from input: InputLayer
  ) -> Parameters {
    let layer = network.layers[0]
    let (rows, columns) =
      input == .dense ? (layer.outputs, layer.inputs) : (layer.inputs, layer.outputs)
    var turned = model
    turned.values.withUnsafeMutableBufferPointer { out in
      model.values.withUnsafeBufferPointer { values in
        guard let out = out.baseAddress, let values = values.baseAddress else { return }
        Kernels.current.transpose(
          values + layer.weights, rows: rows, columns: columns, into: out + layer.weights)
      }
    }
    return turned
  }

  private var rate: Float { Float(plan.learningRate(inRound: round)) }

  /// One step of SGD with momentum, after the forward pass.
  private func takeStep(
    _ model: UnsafeMutablePointer<Float>, _ velocity: UnsafeMutablePointer<Float>,
    _ pull: borrowing ObjectiveTerm, input: InputLayer, batch: Int,
    in workspace: borrowing Workspace,
    kernels: Kernels
  ) {
    let count = network.parameterCount
    kernels.scale(velocity, by: Float(plan.momentum), count: count)
    kernels.axpy(Float(plan.weightDecay), model, addedTo: velocity, count: count)
    pull.add(at: model, to: velocity, count: count, kernels: kernels)
    network.backward(
      model, input: input, into: velocity, scale: 1 / Float(batch), batch: batch, in: workspace,
      kernels: kernels)
    kernels.axpy(-rate, velocity, addedTo: model, count: count)
  }

  /// Copies the examples of `rows` into the workspace, as rows and as columns.
  private func gather(
    _ rows: ArraySlice<Int>, of dataset: Dataset, into workspace: borrowing Workspace,
    kernels: Kernels
  ) {
    let width = dataset.featureCount
    dataset.features.withUnsafeBufferPointer { features in
      guard let features = features.baseAddress else { return }
      for (place, row) in rows.enumerated() {
        (workspace.samples + place * width).update(from: features + row * width, count: width)
        workspace.labels[place] = dataset.labels[row]
      }
    }
    kernels.transpose(
      workspace.samples, rows: rows.count, columns: width, into: workspace.activation(0))
  }
}
