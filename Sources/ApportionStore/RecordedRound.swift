import ApportionSimulation
import Foundation

extension Safetensors {
  /// A round as others can check it: every model that went in and the one that came out.
  init(_ round: Round) {
    self.init(metadata: [
      ("format", "apportion.round.v1"),
      ("round", "\(round.number)"),
      ("strategy", round.strategy),
      ("clients", round.updates.map { "\($0.client)" }.joined(separator: ",")),
      ("examples", round.updates.map { "\($0.exampleCount)" }.joined(separator: ",")),
    ])
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
    // The wider type first, so that every tensor starts at a multiple of its element's size.
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
