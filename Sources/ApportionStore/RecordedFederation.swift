import ApportionPrimitives
public import ApportionSimulation
import Foundation

/// The rounds of a run that recorded them, read back: all that an account needs beside the config.
public struct RecordedFederation: Sendable {
  /// The run's folder.
  public let path: String
  public let network: Network
  /// The examples that utilities were measured on.
  public let evaluation: Dataset
  /// What a person should know of the files and might not expect, one sentence each.
  public let notes: [String]

  /// Reads the examples, and the shape of the model.
  ///
  /// - Parameters:
  ///   - path: the run's folder, taken from the working directory.
  ///   - model: what kind of network the config names.
  /// - Throws: `DataError` where the run has recorded nothing, or what it has cannot be read.
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
        reason: "its features have shape \(shape), so there is nothing to evaluate by"
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

  /// The model that round 1 starts from.
  ///
  /// - Throws: `DataError` where it cannot be read.
  public func initialModel() throws -> Parameters {
    try finiteModel("global", in: TensorFile(path: Self.file(roundFileName(1), in: path)))
  }

  /// A round as it was played; its server is the one given, brought to the round's beginning.
  ///
  /// - Parameters:
  ///   - number: counting from 1.
  ///   - server: the strategy with its memory before the round, given the model before it.
  /// - Returns: the round, whose model after it is the recorded one.
  /// - Throws: `DataError` where it cannot be read.
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

  /// The server's model, which nobody could go on from if it were not finite.
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

  /// How many classes the last layer tells apart, and how many layers there are.
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
          it has no model before the round: tensors are called global/layers.0.weight and \
          global/layers.0.bias, layers counting from 0 in the order of the network, and so below \
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

/// `rounds/round-0001.safetensors`, and so on.
func roundFileName(_ number: Int) -> String {
  let digits = "\(number)"
  return
    "rounds/round-\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits).safetensors"
}
