import Apportion
import Foundation
import Testing

/// A file in the safetensors format, read as its description says and no cleverer.
struct TensorFile {
  struct Tensor: Equatable {
    var type: String
    var shape: [Int]
    var bytes: Data
  }

  var metadata: [String: String]
  var tensors: [String: Tensor]

  init(_ path: String) throws {
    let data = try Data(contentsOf: URL(filePath: path))
    let length = data.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    let header = data.dropFirst(8).prefix(length)
    let body = Data(data.dropFirst(8 + length))
    var entries = try #require(try JSONSerialization.jsonObject(with: header) as? [String: Any])
    metadata = try #require(entries.removeValue(forKey: "__metadata__") as? [String: String])
    tensors = [:]
    var ranges: [Range<Int>] = []
    for (name, entry) in entries {
      let entry = try #require(entry as? [String: Any])
      let type = try #require(entry["dtype"] as? String)
      let shape = try #require(entry["shape"] as? [Int])
      let offsets = try #require(entry["data_offsets"] as? [Int])
      let width = try #require(["F32": 4, "I64": 8][type])
      #expect(offsets[1] - offsets[0] == shape.reduce(width, *))
      // Readers that map the file into memory need every tensor at a multiple of its width.
      #expect((8 + length + offsets[0]) % width == 0)
      tensors[name] = Tensor(type: type, shape: shape, bytes: body[offsets[0]..<offsets[1]])
      ranges.append(offsets[0]..<offsets[1])
    }
    // The body is all tensors, without gaps.
    ranges.sort { $0.lowerBound < $1.lowerBound }
    #expect(ranges.first?.lowerBound == 0 && ranges.last?.upperBound == body.count)
    #expect(zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
  }
}

extension TensorFile.Tensor {
  init(_ values: some Collection<Float>, shape: [Int]) {
    let bytes = values.flatMap { value in (0..<4).map { UInt8(value.bitPattern >> (8 * $0) & 255) }
    }
    self.init(type: "F32", shape: shape, bytes: Data(bytes))
  }

  init(_ values: [Int64], shape: [Int]) {
    let bytes = values.flatMap { value in (0..<8).map { UInt8(value >> (8 * $0) & 255) } }
    self.init(type: "I64", shape: shape, bytes: Data(bytes))
  }
}

@Suite("A recorded run")
struct RecordedRunTests {
  /// The tensors of a model of three features, four hidden units and three classes, by hand: the
  /// weights of a layer before its biases, layer after layer.
  func tensors(of model: Parameters, under prefix: String) -> [String: TensorFile.Tensor] {
    let values = model.values
    return [
      "\(prefix)/layers.0.weight": TensorFile.Tensor(values[0..<12], shape: [4, 3]),
      "\(prefix)/layers.0.bias": TensorFile.Tensor(values[12..<16], shape: [4]),
      "\(prefix)/layers.1.weight": TensorFile.Tensor(values[16..<28], shape: [3, 4]),
      "\(prefix)/layers.1.bias": TensorFile.Tensor(values[28..<31], shape: [3]),
    ]
  }

  @Test("holds the clients' losses where the strategy asks for them, in full")
  func losses() async throws {
    let folder = try ScratchFolder()
    let experiment = Experiment(
      try smallConfiguration(
        "record=true", "strategy={kind: q-fed-avg}", "training.rounds=1"))
    _ = try await experiment.run(
      into: RunDirectory(path: folder.path("run"), replacing: false))
    var federation = try experiment.stage().federation
    let round = try await federation.nextRound(threads: 1)
    let file = try TensorFile(folder.path("run/rounds/round-0001.safetensors"))
    let losses = try #require(file.metadata["initial_losses"]).split(separator: ",")
    #expect(losses.map { Double($0) } == round.updates.map(\.initialLoss))
    #expect(losses.count == 4)
  }

  @Test("holds the models of every round to the bit, and the examples of the utility")
  func recorded() async throws {
    let folder = try ScratchFolder()
    let experiment = Experiment(
      try smallConfiguration("record=true", "participation.fraction=0.75"))
    let directory = try RunDirectory(path: folder.path("run"), replacing: false)
    let result = try await experiment.run(into: directory)
    #expect(
      result.output?.files == [
        "clients.csv", "config.yml", "contributions.csv", "evaluation.safetensors", "report.html",
        "rounds.csv", "rounds/round-0001.safetensors", "rounds/round-0002.safetensors",
        "rounds/round-0003.safetensors", "run.sqlite",
      ])
    #expect(result.output?.directory == folder.path("run"))

    let stage = try experiment.stage()
    var federation = stage.federation
    for number in 1...3 {
      let round = try await federation.nextRound(threads: 1)
      let file = try TensorFile(folder.path("run/rounds/round-000\(number).safetensors"))
      #expect(
        file.metadata == [
          "format": "apportion.round.v1", "round": "\(number)", "strategy": round.strategy,
          "clients": round.updates.map { "\($0.client)" }.joined(separator: ","),
          "examples": round.updates.map { "\($0.exampleCount)" }.joined(separator: ","),
          "step_sums": round.updates.map { "\($0.stepSum ?? 0)" }.joined(separator: ","),
        ])
      #expect(round.updates.count == 3 && round.strategy != "fed-random")
      var expected = tensors(of: round.globalBefore, under: "global")
      expected.merge(tensors(of: round.globalAfter, under: "server")) { $1 }
      for update in round.updates {
        expected.merge(tensors(of: update.parameters, under: "client/\(update.client)")) { $1 }
      }
      #expect(file.tensors == expected)
    }

    let evaluation = try TensorFile(folder.path("run/evaluation.safetensors"))
    let examples = stage.dataset.selecting(stage.split.validation)
    #expect(
      evaluation.tensors == [
        "features": TensorFile.Tensor(examples.features, shape: [examples.count, 3]),
        "labels": TensorFile.Tensor(examples.labels.map(Int64.init), shape: [examples.count]),
      ])
    #expect(evaluation.metadata == ["format": "apportion.evaluation.v1"])
    // Or the features would end at a multiple of eight whatever the order of the tensors.
    #expect(examples.count % 2 == 1)
  }

  @Test("can be run again from its config, to the same bytes")
  func again() async throws {
    let folder = try ScratchFolder()
    let first = try RunDirectory(path: folder.path("first"), replacing: false)
    _ = try await Experiment(smallConfiguration("record=true")).run(threads: 1, into: first)
    let second = try RunDirectory(path: folder.path("second"), replacing: false)
    let stored = try Configuration(contentsOf: folder.path("first/config.yml"))
    _ = try await Experiment(stored).run(threads: 3, into: second)
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path("first"))
    where name != "rounds" && name != "run.sqlite" {
      #expect(
        try Data(contentsOf: URL(filePath: folder.path("first/\(name)")))
          == Data(contentsOf: URL(filePath: folder.path("second/\(name)"))), "\(name)")
    }
    // The ledgers say on how many threads, which no hash covers.
    let runs = try ["first", "second"].map { try StoredRun(path: folder.path($0)) }
    #expect(runs[0].hash == runs[1].hash && runs[0].rounds == runs[1].rounds)
    #expect(runs.map(\.segments).map { $0.map(\.threads) } == [[1], [3]])
    #expect(runs[0].segments[0].machine == runs[1].segments[0].machine)
    #expect(runs[0].segments[0].machine.contains(" with \(Kernels.current.name), "))
  }

  @Test("leaves nothing of a run that fails, or is cancelled before its first round")
  func failed() async throws {
    let folder = try ScratchFolder()
    for options in [["training.learning_rate=1e38"], ["clients=[{client: 7}]"]] {
      let directory = try RunDirectory(path: folder.path("runs/a"), replacing: false)
      var configuration = try smallConfiguration("record=true")
      configuration = try Configuration(yaml: configuration.yaml(), overriding: options)
      let experiment = Experiment(configuration)
      await #expect(throws: (any Error).self) { try await experiment.run(into: directory) }
      #expect(try folder.contents() == [])
    }
    let experiment = Experiment(try smallConfiguration("record=true"))
    let path = folder.path("runs/a")
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await experiment.run(into: RunDirectory(path: path, replacing: false))
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(try folder.contents() == [])
  }

  @Test("keeps no models unless asked to")
  func unrecorded() async throws {
    let folder = try ScratchFolder()
    let directory = try RunDirectory(path: folder.path("run"), replacing: false)
    let result = try await Experiment(smallConfiguration()).run(into: directory)
    #expect(
      result.output?.files
        == [
          "clients.csv", "config.yml", "contributions.csv", "report.html", "rounds.csv",
          "run.sqlite",
        ])
    #expect(
      try folder.contents() == [
        "run", "run/clients.csv", "run/config.yml", "run/contributions.csv",
        "run/report.html", "run/rounds.csv",
        "run/run.sqlite",
      ])
  }
}
