import ApportionPrimitives
public import ApportionSimulation
import Foundation

/// The recorded rounds of a run: everything that an account needs apart from the config.
public struct RecordedFederation: Sendable {
  /// The run's folder.
  public let path: String
  /// The network of the models.
  public let network: Network
  /// The examples that utilities were measured on.
  public let evaluation: Dataset
  /// Notes on unexpected properties of the files, one sentence each.
  public let notes: [String]

  /// Reads the examples and the shape of the model.
  ///
  /// - Parameters:
  ///   - path: the run's folder, relative to the working directory.
  ///   - model: the kind of network that the config names.
  /// - Throws: `DataError` if the run has recorded nothing, or its files cannot be read.
  public init(path: String, model: any ModelSpecification) throws {
    self.path = path
    let file = try TensorFile(path: Self.file("evaluation.safetensors", in: path))
    let (values, shape) = try file.floats("features")
    let (labels, _) = try file.integers("labels")
    guard shape.count == 2, shape[0] == labels.count else {
      throw DataError.unreadable(
        path: file.path, reason: "it has \(labels.count) labels for features of shape \(shape)")
    }
    guard shape[0] > 0, shape[1] > 0 else {
      throw DataError.unreadable(
        path: file.path,
        reason: "its features have shape \(shape), so there are no examples to evaluate on"
      )
    }
    if let place = values.firstIndex(where: { !$0.isFinite }) {
      throw DataError.unreadable(
        path: file.path,
        reason: "features[\(place / shape[1]), \(place % shape[1])] is \(values[place].shown)")
    }
    let first = try TensorFile(path: Self.file(roundFileName(1), in: path))
    let (classes, layers) = try Self.ends(of: first)
    guard labels.allSatisfy({ (0..<Int64(classes)).contains($0) }) else {
      throw DataError.unreadable(
        path: file.path, reason: "it has a label beyond the model's \(classes) classes")
    }
    network = model.network(features: shape[1], classes: classes)
    guard layers == network.layers.count else {
      throw DataError.unreadable(
        path: first.path,
        reason: """
          its model has \(layers) layer\(layers == 1 ? "" : "s"), but that of the config has \
          \(network.layers.count)
          """)
    }
    notes = [file, first].compactMap(\.roundingNote)
    evaluation = Dataset(
      features: values, featureCount: shape[1], labels: labels.map(Int32.init),
      classNames: (0..<classes).map(String.init))
  }

  /// The initial model, which round 1 starts from.
  ///
  /// - Throws: `DataError` if it cannot be read.
  public func initialModel() throws -> Parameters {
    try finiteModel("global", in: TensorFile(path: Self.file(roundFileName(1), in: path)))
  }

  /// Reads a recorded round, with the given server as the server before the round.
  ///
  /// - Parameters:
  ///   - number: the round, counting from 1.
  ///   - server: creates the strategy with its state before the round from the model before the round.
  /// - Returns: the round, with the recorded model after it.
  /// - Throws: `DataError` if it cannot be read.
  public func round(_ number: Int, server: (Parameters) -> Server) throws -> Round {
    let file = try TensorFile(path: Self.file(roundFileName(number), in: path))
    let (clients, examples) = try Self.participants(in: file, number)
    let before = try finiteModel("global", in: file)
    let steps =
      file.metadata["step_sums"] == nil ? nil : try file.list("step_sums") { Double(field: $0) }
    let losses =
      file.metadata["initial_losses"] == nil
      ? nil : try file.list("initial_losses") { Double(field: $0) }
    for (key, count) in [
      ("step_sums", steps?.count ?? clients.count),
      ("initial_losses", losses?.count ?? clients.count),
    ] where count != clients.count {
      throw DataError.unreadable(
        path: file.path, reason: "it has \(count) `\(key)` for \(clients.count) clients")
    }
    return Round(
      number: number, network: network, globalBefore: before, serverBefore: server(before),
      updates: try clients.enumerated().map { place, client in
        ClientUpdate(
          client: client, parameters: try model("client/\(client)", in: file),
          exampleCount: examples[place], stepSum: steps?[place], initialLoss: losses?[place])
      },
      globalAfter: try finiteModel("server", in: file))
  }

  /// The server's model; it must be finite, since no training could continue from it otherwise.
  private func finiteModel(_ prefix: String, in file: TensorFile) throws -> Parameters {
    let model = try model(prefix, in: file)
    if let place = model.firstNonFinite {
      throw DataError.unreadable(
        path: file.path,
        reason: "\(prefix)/\(network.name(ofParameter: place)) is \(model.values[place].shown)")
    }
    return model
  }

  private func model(_ prefix: String, in file: TensorFile) throws -> Parameters {
    var values: [Float] = []
    for (number, layer) in network.layers.enumerated() {
      for (name, shape) in [
        ("weight", [layer.outputs, layer.inputs]), ("bias", [layer.outputs]),
      ] {
        let name = "\(prefix)/layers.\(number).\(name)"
        let (numbers, found) = try file.floats(name)
        guard found == shape else {
          throw DataError.unreadable(
            path: file.path,
            reason: """
              its tensor \(name) has shape \(found), but that of the config's model is \(shape)
              """)
        }
        values += numbers
      }
    }
    return Parameters(values)
  }

  /// The number of classes of the last layer, and the number of layers.
  private static func ends(of file: TensorFile) throws -> (classes: Int, layers: Int) {
    var (classes, layers) = (0, 0)
    while let shape = file.shape(of: "global/layers.\(layers).bias") {
      (classes, layers) = (shape.first ?? 0, layers + 1)
    }
    guard classes > 0, classes <= 1 << 20 else {
      let found = file.names.filter { $0.hasPrefix("global/") }
      let has = found.isEmpty ? file.names : found
      let shown = has.prefix(4).joined(separator: ", ") + (has.count > 4 ? ", …" : "")
      throw DataError.unreadable(
        path: file.path,
        reason: """
          it has no model before the round: tensors must be called global/layers.0.weight and \
          global/layers.0.bias, with layers numbered from 0 in network order, and likewise under \
          client/0, client/1, … and server; it has \(has.isEmpty ? "none" : shown)
          """)
    }
    return (classes, layers)
  }

  static func file(_ name: String, in path: String) -> String {
    URL(filePath: path).appending(path: name).relativePath
  }
}

extension RecordedFederation {
  /// The path of a round's file in the run's folder.
  package static func fileName(ofRound number: Int) -> String { roundFileName(number) }
}

/// The path of a round's file, such as `rounds/round-0001.safetensors`.
func roundFileName(_ number: Int) -> String {
  let digits = "\(number)"
  return
    "rounds/round-\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits).safetensors"
}
