import ApportionSimulation
import Foundation

extension Safetensors {
  /// A round in a form that others can check: every update, and the models before and after.
  ///
  /// `strategy` is the id of the round's strategy, if that of its server is a different one.
  init(_ round: Round, strategy: String? = nil) {
    func list(_ items: [some Any]) -> String {
      items.map { "\($0)" }.joined(separator: ",")
    }
    var metadata = [
      ("format", "apportion.round.v1"),
      ("round", "\(round.number)"),
      ("strategy", strategy ?? round.strategy),
      ("clients", list(round.updates.map(\.client))),
      ("examples", list(round.updates.map(\.exampleCount))),
    ]
    // Other inputs of some strategies; Swift writes enough digits to identify a Double.
    let steps = round.updates.compactMap(\.stepSum)
    if steps.count == round.updates.count { metadata.append(("step_sums", list(steps))) }
    let losses = round.updates.compactMap(\.initialLoss)
    if losses.count == round.updates.count { metadata.append(("initial_losses", list(losses))) }
    self.init(metadata: metadata)
    add(round.globalBefore, of: round.network, under: "global")
    for update in round.updates {
      add(update.parameters, of: round.network, under: "client/\(update.client)")
    }
    add(round.globalAfter, of: round.network, under: "server")
  }

  /// The examples that utilities are measured on.
  init(evaluation dataset: Dataset, rows: [Int]) {
    self.init(metadata: [("format", "apportion.evaluation.v1")])
    let own = dataset.selecting(rows)
    // The wider type comes first, so that every tensor starts at a multiple of its element size.
    add("labels", shape: [own.count], own.labels.map(Int64.init))
    add("features", shape: [own.count, own.featureCount], own.features)
  }

  private mutating func add(_ model: Parameters, of network: Network, under prefix: String) {
    for (number, layer) in network.layers.enumerated() {
      add(
        "\(prefix)/layers.\(number).weight", shape: [layer.outputs, layer.inputs],
        model.values[layer.weights..<layer.biases])
      add(
        "\(prefix)/layers.\(number).bias", shape: [layer.outputs],
        model.values[layer.biases..<layer.end])
    }
  }
}
