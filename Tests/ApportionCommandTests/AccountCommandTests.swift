import Apportion
import Foundation
import Testing

@Suite("apportion account")
struct AccountCommandTests {
  let folder: ScratchFolder

  /// Two rounds of a linear model of two features and two classes, as another program may have played
  /// them: clients 0 and 2 have 1 and 3 examples, and FedAvg makes 1.75 of their 1 and 2.
  init() throws {
    folder = try ScratchFolder()
    var evaluation = ForeignFile()
    evaluation.tensors["features"] = ForeignFile.Tensor(shape: [3, 2], [1, 0, 0, 1, -1, 0.5])
    evaluation.tensors["labels"] = ForeignFile.Tensor(shape: [3], labels: [0, 1, 1])
    try evaluation.write(to: folder.path("flower/evaluation.safetensors"))
    try writeRound(1, from: 0, clients: ["0": 1, "2": 2], to: 1.75)
    try writeRound(2, from: 1.75, clients: ["0": 2, "2": 2], to: 2)
    try folder.write(
      "model: {kind: linear}\nstrategy: {kind: fed-avg}\nvaluation: [{method: shapley}]\n",
      to: "flower/config.yml")
  }

  /// Weights of one row are `value` and of the other its negative, lest classes stay alike.
  func writeRound(
    _ number: Int, from before: Float, clients: [String: Float], to after: Float
  ) throws {
    var file = ForeignFile()
    file.metadata = ["clients": "0,2", "examples": "1,3"]
    let models = clients.map { ("client/\($0)", $1) } + [("global", before), ("server", after)]
    for (prefix, value) in models {
      file.tensors["\(prefix)/layers.0.weight"] = ForeignFile.Tensor(
        shape: [2, 2], [value, -value, -value, value])
      file.tensors["\(prefix)/layers.0.bias"] = ForeignFile.Tensor(shape: [2], [value, -value])
    }
    try file.write(to: folder.path("flower/rounds/round-000\(number).safetensors"))
  }

  func change(_ name: String, _ change: (inout ForeignFile) throws -> Void) throws {
    let path = folder.path("flower/\(name).safetensors")
    var file = try ForeignFile(path)
    try change(&file)
    try file.write(to: path)
  }

  func account(_ arguments: String...) throws -> Program.Outcome {
    try Program.run(["account"] + arguments, in: folder)
  }

  /// A refusal prints its reason and nothing else, and leaves the folder as it was.
  func expectRefusal(
    _ arguments: [String], status: Int32 = 65, keeping kept: String? = nil, _ message: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let before = try folder.contents()
    let outcome = try Program.run(arguments, in: folder)
    #expect(outcome.status == status, sourceLocation: sourceLocation)
    let advice =
      kept.map {
        "1 round is kept; once that is fixed, resume with: apportion account flower --resume \($0)\n"
      } ?? ""
    #expect(
      outcome.errors == "apportion: error: \(message)\n" + advice, sourceLocation: sourceLocation)
    #expect(outcome.output == "", sourceLocation: sourceLocation)
    if let kept {
      let ledger = try Ledger(opening: folder.path("\(kept)/run.sqlite"), writing: false)
      #expect(ledger.roundCount == 1, sourceLocation: sourceLocation)
      try FileManager.default.removeItem(atPath: folder.path(kept))
    }
    #expect(
      try folder.contents().filter { $0 != "runs" } == before.filter { $0 != "runs" },
      sourceLocation: sourceLocation)
  }

  // MARK: Results

  @Test("shows what clients contributed to rounds that another program played")
  func foreign() throws {
    let outcome = try account("flower")
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[0] == "flower: recorded rounds, 3 clients, fed-avg, 2 rounds, seed 0")
    #expect(
      lines[1] == "shapley per round, summed over rounds; utilities on 3 validation examples")
    #expect(
      lines.dropLast(2).last == """
        wrote runs/flower: clients.csv, config.yml, contributions.csv, report.html, rounds.csv, \
        run.sqlite
        """)
    #expect(
      try folder.text("runs/flower/clients.csv") == """
        client,name,examples,label_noise,feature_noise,free_rider
        0,0,1,0.0,0.0,false
        1,1,0,0.0,0.0,false
        2,2,3,0.0,0.0,false

        """)
    let again = try account("flower", "--json", "--output", "again", "--threads", "1")
    let result = try JSONDecoder.snakeCase.decode(RunResult.self, from: Data(again.output.utf8))
    #expect(result.dataset == "recorded rounds")
    #expect(result.roundsTaken == [2, 0, 2])
    #expect(result.trainExamples == 4)
    #expect(lines.dropLast().last == "ledger hash \(result.output?.hash ?? "")")
    let verified = try Program.run(["verify", "again"], in: folder)
    #expect(verified.output.hasPrefix("again: 2 rounds valid, ledger hash "))
    #expect(try account("flower", "--quiet", "--force").output == "")
  }

  @Test("takes the config from elsewhere, whatever it says of clients, and from options")
  func config() throws {
    try folder.write(
      """
      version: 0.0.1
      dataset: {kind: csv, folder: nowhere, files: [a.csv], label: x}
      partition: {kind: iid, clients: 3}
      training: {rounds: 9}
      model: {kind: linear}
      strategy: {kind: fed-avg-m, momentum: 0}
      record: true

      """, to: "other.yml")
    let outcome = try account(
      "flower", "--config", "other.yml", "--seed", "7", "--engine", "per-coalition", "--memory",
      "64",
      "--set", "valuation=[{method: banzhaf}]")
    #expect(outcome.errors == "")
    #expect(
      outcome.output.hasPrefix(
        """
        other: recorded rounds, 3 clients, fed-avg-m, 2 rounds, seed 7
        banzhaf per round, summed over rounds; utilities on 3 validation examples

        """))
    let config = try folder.text("runs/other/config.yml")
    #expect(
      config.hasPrefix(
        """
        # An account of rounds that were recorded elsewhere, made by
        # apportion account DIRECTORY --config config.yml
        name: other
        seed: 7
        repetition: 0
        record: true
        partition:
          kind: sites
        model:
          kind: linear
          initialization: zero
        training:
          rounds: 2
        strategy:
          kind: fed-avg-m

        """))
    let verified = try Program.run(["verify", "runs/other", "--reaccount"], in: folder)
    #expect(verified.output.hasPrefix("runs/other: 2 rounds valid, accounts reproduced, "))
    #expect(verified.errors == "")
  }

  @Test(
    "takes a model that differs by rounding for the strategy's, and evaluates by the recorded one")
  func rounding() throws {
    let other: Float = Float(1.75).nextUp.nextUp
    try writeRound(1, from: 0, clients: ["0": 1, "2": 2], to: other)
    try writeRound(2, from: other, clients: ["0": 2, "2": 2], to: 2)
    _ = try account("flower", "--set", "record=true")
    let stored = try StoredRun(path: folder.path("runs/flower"))
    let evaluated = stored.rounds[0].account
    // Nobody of round 2 is everybody of round 1, to the bit.
    #expect(evaluated.after == stored.rounds[1].account.before)
    #expect(evaluated.evaluated.lossSums[3] == evaluated.after.lossSum)
    let recorded = try RecordedFederation(path: folder.path("flower"), model: Linear())
    let evaluation = EvaluationSet(
      recorded.evaluation, rows: Array(0..<recorded.evaluation.count))
    let model = Parameters([other, -other, -other, other, other, -other])
    #expect(evaluated.after == evaluation(recorded.network, model))
    #expect(stored.rounds[0].model == Digest(of: model))
    let verified = try Program.run(["verify", "runs/flower", "--reaccount"], in: folder)
    #expect(verified.status == 0)
    try change("rounds/round-0001") { $0.tensors["server/layers.0.bias"]?.floats[0] += 1e-3 }
    try expectRefusal(
      ["account", "flower", "--output", "b"],
      """
      round 1: from the recorded updates, fed-avg makes a model that differs by up to 0.001 from \
      the recorded one, but rounding explains at most 0.000175; the config's `strategy` or its \
      settings may differ from the recorded ones
      """)
  }

  @Test("leaves out, or refuses, clients whose recorded models are not finite")
  func invalid() throws {
    try writeRound(2, from: 1.75, clients: ["0": 2, "2": 2], to: 2)
    try change("rounds/round-0002") { file in
      file.tensors["client/0/layers.0.weight"]?.floats[3] = .nan
    }
    try expectRefusal(
      ["account", "flower"], keeping: "runs/flower",
      """
      round 2: client 0 returned a model whose layers.0.weight[1, 1] is nan; lower \
      `training.learning_rate`, or look at the client's data
      """)
    let outcome = try account(
      "flower", "--set", "participation.on_invalid_update=exclude", "--set", "record=true")
    #expect(outcome.errors == "")
    #expect(
      outcome.output.contains(
        "excluded: client 0 from 1 round, first from round 2, as layers.0.weight[1, 1] is nan\n"))
    let verified = try Program.run(["verify", "runs/flower", "--reaccount"], in: folder)
    #expect(verified.status == 0)
    try change("rounds/round-0002") { $0.metadata["examples"] = "1,0" }
    try expectRefusal(
      [
        "account", "flower", "--output", "b", "--set",
        "participation.on_invalid_update=exclude",
      ], keeping: "b",
      """
      round 2: no client is left, because all models were excluded; the first is that of client 0: \
      layers.0.weight[1, 1] is nan. Lower `training.learning_rate`, or look at the data
      """)
  }

  @Test("models of other floating-point types come to the same where they hold the same numbers")
  func otherTypes() throws {
    let first = try account("flower", "--output", "runs/F32")
    #expect(first.status == 0)
    let types: [(String, (Float) -> [UInt8])] = [
      ("F64", { little(Double($0).bitPattern) }), ("BF16", { little(UInt16($0.bitPattern >> 16)) }),
      ("F16", { little(half($0)) }),
    ]
    for (type, bytes) in types {
      for name in ["evaluation", "rounds/round-0001", "rounds/round-0002"] {
        try change(name) { file in
          for (key, tensor) in file.tensors where key != "labels" {
            file.tensors[key] = ForeignFile.Tensor(
              type: type, shape: tensor.shape, bytes: Data(self.floats(tensor).flatMap(bytes)))
          }
          if name == "evaluation" {
            file.tensors["labels"] = ForeignFile.Tensor(
              type: "U8", shape: [3], bytes: Data([0, 1, 1]))
          }
        }
      }
      let other = try account("flower", "--output", "runs/\(type)")
      #expect(other.errors == "")
      #expect(
        other.output.contains(
          "note: evaluation.safetensors: numbers of type F64 were rounded to F32")
          == (type == "F64"))
      #expect(
        try folder.text("runs/\(type)/contributions.csv")
          == folder.text("runs/F32/contributions.csv"))
    }
  }

  /// The numbers of a tensor in any of the types that the test writes; all are small.
  private func floats(_ tensor: ForeignFile.Tensor) -> [Float] {
    switch tensor.type {
    case "F64":
      tensor.bytes.withUnsafeBytes { bytes in
        (0..<bytes.count / 8).map {
          Float(Double(bitPattern: bytes.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self)))
        }
      }
    case "BF16":
      tensor.bytes.withUnsafeBytes { bytes in
        (0..<bytes.count / 2).map {
          Float(
            bitPattern: UInt32(bytes.loadUnaligned(fromByteOffset: 2 * $0, as: UInt16.self)) << 16)
        }
      }
    default: tensor.floats
    }
  }

  // MARK: Refusals

  @Test("says how tensors are called, and which types of numbers they may have")
  func otherTensors() throws {
    try change("rounds/round-0001") { file in
      file.tensors = Dictionary(
        uniqueKeysWithValues: file.tensors.map {
          ($0.key.replacing("layers.0", with: "fc"), $0.value)
        })
    }
    let path = "flower/rounds/round-0001.safetensors: cannot be read:"
    try expectRefusal(
      ["account", "flower"],
      """
      \(path) it has no model before the round: tensors must be called global/layers.0.weight and \
      global/layers.0.bias, with layers numbered from 0 in network order, and likewise under client/0, \
      client/1, … and server; it has global/fc.bias, global/fc.weight
      """)
    try writeRound(1, from: 0, clients: ["0": 1, "2": 2], to: 1.75)
    try change("rounds/round-0001") {
      $0.tensors["client/2/layers.0.weight"]?.type = "I32"
    }
    try expectRefusal(
      ["account", "flower"],
      """
      \(path) its tensor client/2/layers.0.weight has numbers of type I32, but must have F32, F64, F16 \
      or BF16
      """)
    try change("rounds/round-0001") { $0.tensors["client/2/layers.0.weight"] = nil }
    try expectRefusal(
      ["account", "flower"],
      """
      \(path) it has no tensor client/2/layers.0.weight; it has client/0/layers.0.bias, \
      client/0/layers.0.weight, client/2/layers.0.bias, global/layers.0.bias, global/layers.0.weight, \
      server/layers.0.bias, server/layers.0.weight
      """)
    try change("rounds/round-0001") { $0.metadata["step_sums"] = "1\0abc,1" }
    try expectRefusal(
      ["account", "flower"],
      """
      \(path) `step_sums` in its metadata is "1\\u{0}abc,1", in which "1\\u{0}abc" is not a valid number
      """)
  }

  @Test("says what is missing")
  func missing() throws {
    let check = "no such file; check the path; it is relative to the working directory"
    func remove(_ name: String) throws {
      try FileManager.default.removeItem(atPath: folder.path("flower/\(name)"))
    }
    #expect(try account().status == 64)
    try expectRefusal(
      ["account", "nowhere"], status: 66,
      "nowhere/config.yml: \(check.replacing("file", with: "config file"))")
    try remove("rounds/round-0001.safetensors")
    try expectRefusal(
      ["account", "flower"], status: 66, "flower/rounds/round-0001.safetensors: \(check)")
    try writeRound(1, from: 0, clients: ["0": 1, "2": 2], to: 1.75)
    try writeRound(4, from: 0, clients: ["0": 1, "2": 2], to: 1.75)
    try expectRefusal(
      ["account", "flower"],
      """
      flower/rounds: cannot be read: round 3 is missing, but round 4 exists; restore it, or \
      remove the rounds after it
      """)
    try remove("rounds")
    try expectRefusal(
      ["account", "flower"], status: 66, "flower/rounds/round-0001.safetensors: \(check)")
    try remove("evaluation.safetensors")
    try expectRefusal(["account", "flower"], status: 66, "flower/evaluation.safetensors: \(check)")
  }

  @Test("says which file is cut off, and keeps the rounds before it")
  func cutOff() throws {
    let path = folder.path("flower/rounds/round-0002.safetensors")
    let whole = try Data(contentsOf: URL(filePath: path))
    // The last of the tensors, by name.
    try whole.dropLast(4).write(to: URL(filePath: path))
    try expectRefusal(
      ["account", "flower"], keeping: "runs/flower",
      """
      flower/rounds/round-0002.safetensors: cannot be read: its tensor server/layers.0.weight is cut \
      off
      """)
    try whole.prefix(7).write(to: URL(filePath: path))
    try expectRefusal(
      ["account", "flower"],
      """
      flower/rounds/round-0002.safetensors: cannot be read: its header is not that of safetensors
      """)
  }

  @Test("refuses another model than the recorded one")
  func otherModel() throws {
    let start = "flower/rounds/round-0001.safetensors: cannot be read: "
    try expectRefusal(
      ["account", "flower", "--set", "model={kind: mlp, hidden: [4]}"],
      start + "its model has 1 layer, but that of the config has 2")
    try change("rounds/round-0002") { file in
      file.tensors["client/2/layers.0.weight"]?.shape = [4, 1]
    }
    try expectRefusal(
      ["account", "flower"], keeping: "runs/flower",
      """
      flower/rounds/round-0002.safetensors: cannot be read: its tensor client/2/layers.0.weight has \
      shape [4, 1], but that of the config's model is [2, 2]
      """)
    try change("rounds/round-0002") { file in
      file.tensors["client/2/layers.0.weight"]?.shape = [.max, .max]
    }
    try expectRefusal(
      ["account", "flower"], keeping: "runs/flower",
      """
      flower/rounds/round-0002.safetensors: cannot be read: its tensor client/2/layers.0.weight is \
      cut off
      """)
  }

  @Test("refuses another strategy than the recorded one, and rounds that do not follow each other")
  func otherStrategy() throws {
    try expectRefusal(
      ["account", "flower", "--set", "strategy={kind: fed-median}"],
      """
      round 1: from the recorded updates, fed-median makes a model that differs by up to 0.25 \
      from the recorded one, but rounding explains at most 0.000175; the config's `strategy` or \
      its settings may differ from the recorded ones
      """)
    try expectRefusal(
      ["account", "flower", "--set", "strategy={kind: fed-nova}"],
      """
      fed-nova: the update of client 0 does not say its `stepSum`; give the sum of its step lengths, \
      which is learning rate × steps for plain SGD
      """)
    try writeRound(2, from: Float(1.75).nextUp, clients: ["0": 2, "2": 2], to: 2)
    try expectRefusal(
      ["account", "flower"], keeping: "runs/flower",
      """
      round 2 does not start from the model that round 1 ended with; pass consecutive rounds, in \
      order
      """)
  }

  @Test(
    "refuses participants that cannot be",
    arguments: [
      (
        "clients", "2,0",
        """
        its `clients` are "2,0", but must be increasing whole numbers from 0 to 999999, at least one
        """
      ),
      (
        "clients", "0,1000000",
        """
        its `clients` are "0,1000000", but must be increasing whole numbers from 0 to 999999, at \
        least one
        """
      ),
      (
        "clients", "0,b",
        "`clients` in its metadata is \"0,b\", in which \"b\" is not a valid number"
      ),
      ("examples", "1", "it has 1 `examples` for 2 clients"),
      (
        "examples", "0,0",
        "its `examples` are \"0,0\", but must be whole numbers from 0 to 10^12, and not all 0"
      ),
      (
        "examples", "2,-1",
        "its `examples` are \"2,-1\", but must be whole numbers from 0 to 10^12, and not all 0"
      ),
      ("step_sums", "1", "it has 1 `step_sums` for 2 clients"),
      ("round", "1", "its `round` is 1, but must be 2"),
      ("format", "pt", "its `format` is pt, but must be apportion.round.v1"),
    ])
  func participants(key: String, value: String, reason: String) throws {
    try change("rounds/round-0002") { $0.metadata[key] = value }
    try expectRefusal(
      ["account", "flower"], keeping: key == "step_sums" ? "runs/flower" : nil,
      "flower/rounds/round-0002.safetensors: cannot be read: \(reason)")
  }

  @Test("refuses examples and models that nothing could be evaluated by")
  func unjudgeable() throws {
    let start = "flower/evaluation.safetensors: cannot be read: "
    let evaluation = try ForeignFile(folder.path("flower/evaluation.safetensors"))
    try change("evaluation") { $0.tensors["features"]?.floats[3] = -.infinity }
    try expectRefusal(["account", "flower"], start + "features[1, 1] is -inf")
    try change("evaluation") {
      $0.tensors["features"] = ForeignFile.Tensor(shape: [0, 2], [])
      $0.tensors["labels"] = ForeignFile.Tensor(shape: [0], labels: [])
    }
    try expectRefusal(
      ["account", "flower"],
      start + "its features have shape [0, 2], so there are no examples to evaluate on")
    try evaluation.write(to: folder.path("flower/evaluation.safetensors"))
    try change("evaluation") { file in
      file.tensors["labels"] = ForeignFile.Tensor(shape: [3], labels: [0, 1, 2])
    }
    try expectRefusal(["account", "flower"], start + "it has a label beyond the model's 2 classes")
    try evaluation.write(to: folder.path("flower/evaluation.safetensors"))
    try change("rounds/round-0001") { $0.tensors["server/layers.0.bias"]?.floats[1] = .nan }
    try expectRefusal(
      ["account", "flower"],
      """
      flower/rounds/round-0001.safetensors: cannot be read: server/layers.0.bias[1] is nan
      """)
  }

  @Test("writes neither over the recorded rounds nor over another run")
  func places() throws {
    try expectRefusal(
      ["account", "flower", "--output", "flower", "--force"], status: 64,
      "flower holds the recorded rounds themselves; choose another folder with --output")
    try expectRefusal(
      ["account", "flower", "--output", "./flower/../flower"], status: 64,
      """
      ./flower/../flower holds the recorded rounds themselves; choose another folder with --output
      """)
    _ = try account("flower")
    try expectRefusal(
      ["account", "flower"], status: 64,
      """
      runs/flower exists already; add --force to replace it, or choose another folder with --output
      """)
    #expect(try account("flower", "--force").status == 0)
    #expect(try account("flower", "--output", "").errors.contains("--output is empty"))
    #expect(try account("flower", "--memory", "0").errors.contains("--memory is 0, but must be"))
  }

  @Test("cannot be trained again, and is resumed by account alone, which is said")
  func unfinished() throws {
    _ = try account("flower", "--set", "record=true")
    try expectRefusal(
      ["verify", "runs/flower", "--recompute"], status: 64,
      """
      runs/flower: its rounds were recorded elsewhere, so nothing can be trained again; use \
      --reaccount instead of --recompute
      """)
    // As it is left by one that was killed.
    try Database(path: folder.path("runs/flower/run.sqlite"), .opening).execute(
      """
      DELETE FROM parts WHERE link = (SELECT max(link) FROM chain);
      DELETE FROM chain WHERE kind = 'close'
      """)
    let count = try Ledger(opening: folder.path("runs/flower/run.sqlite"), writing: false)
      .roundCount
    try expectRefusal(
      ["run", "--resume", "runs/flower"], status: 64,
      """
      runs/flower holds an account of recorded rounds, not a run; to resume it, use `apportion account \
      DIRECTORY --resume runs/flower`
      """)
    for arguments in [["account", "flower"], ["report", "runs/flower"]] {
      try expectRefusal(
        arguments, status: 64,
        """
        runs/flower holds an unfinished account of \(count) rounds; resume it with `apportion account \
        DIRECTORY --resume runs/flower`, or add --force to replace it
        """)
    }
    let resumed = try account("flower", "--resume", "runs/flower", "--set", "record=true")
    #expect(resumed.status == 0)
    #expect(resumed.errors == "")
    let usage = try account("flower", "--resume", "a", "--force")
    #expect(usage.status == 64)
    #expect(
      usage.errors.hasPrefix(
        "Error: --resume writes to the account's own folder; leave out --output and --force.\n"))
  }

  @Test("a recorded client whom the ledger does not know is named")
  func stranger() throws {
    _ = try account("flower", "--set", "record=true", "--output", "a")
    let path = folder.path("a/rounds/round-0002.safetensors")
    var file = try ForeignFile(path)
    file.metadata["clients"] = "0,7"
    for part in ["weight", "bias"] {
      file.tensors["client/7/layers.0.\(part)"] = file.tensors["client/2/layers.0.\(part)"]
    }
    try file.write(to: path)
    try expectRefusal(
      ["verify", "a", "--reaccount"],
      """
      round 2: client 7 took part, but the ledger has 3 clients, numbered from 0; restore the \
      files that belong together
      """)
    try expectRefusal(
      ["account", "a", "--output", "b"],
      """
      a/run.sqlite is the ledger of other rounds than the recorded ones: the list of clients in \
      round 2 \
      differs; remove it, or restore the files that belong together
      """)
  }
}

extension JSONDecoder {
  fileprivate static var snakeCase: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return decoder
  }
}

private func little<Word: FixedWidthInteger>(_ word: Word) -> [UInt8] {
  (0..<MemoryLayout<Word>.size).map { UInt8(truncatingIfNeeded: word >> Word(8 * $0)) }
}

/// A small number in half precision; what does not fit is cut off.
private func half(_ number: Float) -> UInt16 {
  guard number != 0 else { return 0 }
  let sign: UInt16 = number < 0 ? 0x8000 : 0
  return sign | UInt16(number.exponent + 15) << 10 | UInt16((number.significand - 1) * 1024)
}
