import Apportion
import Foundation
import Testing

@Suite("apportion run")
struct RunCommandTests {
  let folder: ScratchFolder

  init() throws {
    folder = try ScratchFolder()
    // Widths that are no multiple of any vector's, so that every kernel has a remainder to handle.
    try folder.write(
      """
      seed: 5
      dataset: {kind: synthetic, clients: 3, features: 19, classes: 5, maximum_examples: 90}
      partition: {kind: sites}
      clients: [{client: 2, free_rider: true}]
      model: {kind: mlp, hidden: [17], activation: tanh}
      training: {rounds: 2, batch_size: 7, learning_rate: 0.05}
      strategy: {kind: fed-random}
      """, to: "small.yml")
  }

  func run(_ arguments: String..., environment: [String: String] = [:]) throws -> Program.Outcome {
    try Program.run(["run"] + arguments, in: folder, environment: environment)
  }

  /// A refusal prints its reason and nothing else, and leaves the folder as it was.
  func expectRefusal(
    _ arguments: String..., status: Int32, _ message: String, environment: [String: String] = [:],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let before = try folder.contents()
    let outcome = try Program.run(["run"] + arguments, in: folder, environment: environment)
    #expect(outcome.status == status, sourceLocation: sourceLocation)
    #expect(outcome.errors == "apportion: error: \(message)\n", sourceLocation: sourceLocation)
    #expect(outcome.output == "", sourceLocation: sourceLocation)
    #expect(try folder.contents() == before, sourceLocation: sourceLocation)
  }

  // MARK: Results

  @Test("shows the clients, names what it wrote, and says nothing aside")
  func table() throws {
    let outcome = try run("small.yml")
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[0].hasPrefix("small: synthetic, 3 clients, fed-random, 2 rounds, seed 5, test "))
    #expect(lines[1].hasPrefix("shapley per round, summed over rounds; utilities on "))
    #expect(lines[2].hasPrefix("classes: 0 "))
    #expect(lines[4] == "rank  client    examples  φ loss reduction  φ accuracy  share  corruption")
    #expect(lines.filter { $0.hasSuffix("free-rider") }.count == 1)
    #expect(
      lines.dropLast(2).last
        == """
        wrote runs/small: clients.csv, config.yml, contributions.csv, report.html, rounds.csv, \
        run.sqlite
        """)
    let hash = try #require(lines.dropLast().last).split(separator: " ")
    #expect(hash.dropLast() == ["ledger", "hash"] && hash.last?.count == 64)
    #expect(
      try folder.contents() == [
        "runs", "runs/small", "runs/small/clients.csv", "runs/small/config.yml",
        "runs/small/contributions.csv", "runs/small/report.html", "runs/small/rounds.csv",
        "runs/small/run.sqlite",
        "small.yml",
      ])
  }

  @Test("shows how many rounds each took part in, where not all took part in all")
  func participation() throws {
    let outcome = try run("small.yml", "--set", "participation.fraction=0.34")
    let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[4].hasPrefix("rank  client    examples  rounds  φ loss reduction"))
  }

  @Test("counts one client, one round and one file as one")
  func singular() throws {
    let outcome = try run(
      "small.yml", "--set", "training.rounds=1", "--set", "record=true", "--set", "clients=[]",
      "--set", "partition={kind: iid, clients: 1}")
    #expect(outcome.output.hasPrefix("small: synthetic, 1 client, fed-random, 1 round, seed 5"))
    #expect(outcome.output.contains(", rounds/ (1 file)\nledger hash "))
    try expectRefusal(
      "small.yml", "--set", "clients=[{client: 1}]", "--output", "other", "--set",
      "partition={kind: iid, clients: 1}", status: 65,
      "`clients` has an entry for client \"1\", but the partition has 1 client: 0")
  }

  @Test("prints one JSON document, with numbers in full and keys in snake_case")
  func json() throws {
    let outcome = try run("small.yml", "--json", "--set", "record=true")
    #expect(outcome.errors == "")
    #expect(outcome.output.hasPrefix("{\n") && outcome.output.hasSuffix("\n}\n"))
    let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    let result = try #require(object as? [String: Any])
    #expect(
      Set(result.keys) == [
        "name", "seed", "version", "dataset", "strategy", "game", "train_examples",
        "validation_examples", "test_examples", "data", "clients", "rounds_taken", "contributions",
        "initial", "divergence", "rounds", "output",
      ])
    let contributions = try #require(result["contributions"] as? [[String: Any]])
    #expect(
      contributions.map { "\($0["method"] ?? "") \($0["utility"] ?? "")" } == [
        "shapley loss", "shapley accuracy",
      ])
    #expect(
      Set(contributions[0].keys) == [
        "method", "utility", "values", "standard_errors", "shares", "shares_withheld", "ranks",
      ])
    let rounds = try #require(result["rounds"] as? [[String: Any]])
    #expect(
      Set(rounds[0].keys) == [
        "round", "strategy", "clients", "excluded", "evaluations", "engine", "stable_share",
        "validation_accuracy", "validation_loss", "test_accuracy", "test_loss",
        "test_accuracy", "test_loss",
      ])
    #expect(result["rounds_taken"] as? [Int] == [2, 2, 2])
    let initial = try #require(result["initial"] as? [String: Double])
    let (now, then) = (rounds[1]["validation_loss"] as? Double, initial["validation_loss"])
    let values = try #require(contributions[0]["values"] as? [Double])
    // Rounding alone: some dozen sums and differences of numbers near 1.
    #expect(try abs(values.reduce(0, +) - (#require(then) - #require(now))) < 1e-13)
    #expect(Set(initial.keys) == ["validation_accuracy", "validation_loss"])
    #expect(result["divergence"] is NSNull)
    let clients = try #require(result["clients"] as? [[String: Any]])
    #expect(
      (clients[2]["corruption"] as? [String: Any]).map { Set($0.keys) } == [
        "label_noise", "feature_noise", "free_rider",
      ])
    let output = try #require(result["output"] as? [String: Any])
    #expect(output["directory"] as? String == "runs/small")
    #expect(
      output["files"] as? [String] == [
        "clients.csv", "config.yml", "contributions.csv", "evaluation.safetensors", "report.html",
        "rounds.csv", "rounds/round-0001.safetensors", "rounds/round-0002.safetensors",
        "run.sqlite",
      ])

    // The file has 17 digits, which is enough for every bit.
    let totals = try folder.text("runs/small/contributions.csv").split(separator: "\n")
      .filter { $0.hasPrefix("0,") && $0.contains(",loss,") }
      .compactMap { Double($0.split(separator: ",")[6]) }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let decoded = try decoder.decode(RunResult.self, from: Data(outcome.output.utf8))
    #expect(decoded.contributions[0].values == totals)
  }

  @Test("prints nothing when it is to be quiet, but the JSON that is asked for all the same")
  func quiet() throws {
    let outcome = try run("small.yml", "--quiet")
    #expect(outcome.status == 0 && outcome.output == "" && outcome.errors == "")
    #expect(try folder.contents().contains("runs/small/config.yml"))
    let json = try run("small.yml", "--quiet", "--json", "--force")
    #expect(json.output.hasPrefix("{") && json.errors == "")
  }

  @Test(
    "says in table, page and JSON that training diverged",
    arguments: [
      ["--set", "training.learning_rate=50"],
      [
        "--set", "training.weight_decay=22", "--set", "training.learning_rate=0.1", "--set",
        "training.rounds=40",
      ],
    ])
  func divergence(settings: [String]) throws {
    try folder.write(
      """
      dataset: {kind: digits}
      partition: {kind: iid, clients: 3}
      model: {kind: linear}
      training: {rounds: 2}

      """, to: "digits.yml")
    let outcome = try Program.run(["run", "digits.yml", "--output", "d"] + settings, in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
    let said = try #require(lines.first { $0.hasPrefix("training diverged: ") })
    #expect(said.hasPrefix("training diverged: validation loss 2.303 before the first round, "))
    // No line of the table is longer than its heading needs.
    for line in lines[3..<8] { #expect(line.count < 90) }
    #expect(try folder.text("d/report.html").contains("T" + said.dropFirst()))

    let json = try Program.run(["run", "digits.yml", "--json", "--force"] + settings, in: folder)
    let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8))
    let result = try #require(object as? [String: Any])
    let divergence = try #require(result["divergence"] as? [String: Double])
    let rounds = try #require(result["rounds"] as? [[String: Any]])
    #expect(divergence["final_loss"] == rounds.last?["validation_loss"] as? Double)
    #expect(Set(divergence.keys) == ["initial_loss", "final_loss"])
  }

  @Test("runs several configs, each to a folder of its own")
  func several() throws {
    try folder.write("name: other\n" + folder.text("small.yml"), to: "second.yml")
    let tables = try run("small.yml", "second.yml", "--seed", "9", "--set", "training.rounds=1")
    #expect(tables.status == 0)
    #expect(tables.output.contains("small: synthetic, 3 clients, fed-random, 1 round, seed 9"))
    #expect(tables.output.contains("other: synthetic, 3 clients, fed-random, 1 round, seed 9"))
    #expect(
      try folder.text("runs/small/contributions.csv")
        == folder.text("runs/other/contributions.csv"))

    let json = try run("small.yml", "second.yml", "--json", "--force")
    let list = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]]
    #expect(list?.map { $0["name"] as? String } == ["small", "other"])
  }

  @Test("takes the seed, the settings and the place from its options")
  func options() throws {
    let outcome = try run(
      "small.yml", "--seed", "18446744073709551615", "--set", "strategy={kind: fed-median}",
      "--set", "seed=3", "--output", "here/it/is")
    #expect(outcome.output.contains("fed-median, 2 rounds, seed 18446744073709551615"))
    let config = try Configuration(contentsOf: folder.path("here/it/is/config.yml"))
    #expect(config.seed == .max)
    #expect(config.strategy is FedMedian)
    #expect(config.name == "small")
    #expect(!FileManager.default.fileExists(atPath: folder.path("runs")))
  }

  @Test("writes the same bytes with any number of threads and any instruction set")
  func sameBytes() throws {
    func contributions(threads: Int, set name: String) throws -> String {
      let outcome = try run(
        "small.yml", "--quiet", "--force", "--threads", "\(threads)", "--output", "run",
        environment: [Kernels.environmentVariable: name])
      #expect(outcome.status == 0, "\(outcome.errors)")
      return try folder.text("run/contributions.csv")
    }
    let names = Kernels.available.map(\.name)
    #expect(names.contains("portable") || names.contains("neon"))
    let expected = try contributions(threads: 1, set: names[0])
    for threads in 2...3 { #expect(try contributions(threads: threads, set: names[0]) == expected) }
    for name in names.dropFirst() { #expect(try contributions(threads: 1, set: name) == expected) }
  }

  @Test("shows how it is used")
  func help() throws {
    let root = try Program.run(["--help"])
    #expect(root.status == 0)
    #expect(
      root.output.contains(
        """
        Examples:
          apportion run Configs/quickstart.yml
          apportion compare Configs/digits-stability.yml
          apportion account runs/recorded --output runs/again
          apportion verify runs/quickstart --recompute
          apportion report runs/quickstart
          apportion value table.csv --method banzhaf
          apportion help run

        """))
    let run = try Program.run(["run", "--help"])
    #expect(run.status == 0)
    #expect(
      run.output.contains(
        """
        Examples:
          apportion run Configs/quickstart.yml
          apportion run Configs/quickstart.yml --seed 3 --set training.rounds=5
          apportion run Configs/mnist.yml --set dataset.folder=data --output runs/m1
          apportion run --resume runs/m1
          apportion run --resume runs/m1 --set training.rounds=40
          apportion run Configs/mnist.yml --set dataset.folder=data --resume runs/m1

        """))
    #expect(try Program.run(["--version"]).output == apportionVersion + "\n")
  }

  // MARK: Refusals

  @Test(
    "answers a wrong command line with its usage",
    arguments: [
      ([], "Error: Name at least one config, or a run with --resume."),
      (
        ["--seed", "1", "--resume", "runs/small"],
        """
        Error: --resume takes the config from the run, of which only the number of rounds may be \
        changed: leave out --set, --seed and --engine, but for --set training.rounds=N.
        """
      ),
      (
        ["small.yml", "other.yml", "--resume", "runs/small"],
        "Error: --resume takes one run, but 2 configs are given."
      ),
      (
        ["--resume", "runs/small", "--force"],
        "Error: --resume writes to the run's own folder; leave out --output, --force and --dry-run."
      ),
      (["small.yml", "--threads", "0"], "Error: --threads is 0, but must be at least 1."),
      (["small.yml", "--threads", "-2"], "Error: --threads is -2, but must be at least 1."),
      (["small.yml", "--output", ""], "Error: --output is empty, but must name a folder."),
      (
        ["small.yml", "--seed", "-3"],
        """
        Error: The value '-3' is invalid for '--seed <seed>': It must be a whole number from 0 to \
        18446744073709551615.
        """
      ),
      (
        ["small.yml", "--seed", "x"],
        """
        Error: The value 'x' is invalid for '--seed <seed>': It must be a whole number from 0 to \
        18446744073709551615.
        """
      ),
      (["small.yml", "--sead", "1"], "Error: Unknown option '--sead'. Did you mean '--seed'?"),
      (
        ["small.yml", "small.yml", "--output", "a"],
        "Error: --output takes one run, but 2 configs are given."
      ),
    ] as [([String], String)])
  func usage(arguments: [String], message: String) throws {
    let outcome = try Program.run(["run"] + arguments, in: folder)
    #expect(outcome.status == 64)
    #expect(outcome.output == "")
    let lines = outcome.errors.split(separator: "\n").map(String.init)
    #expect(lines.first == message)
    #expect(lines.contains { $0.hasPrefix("Usage: apportion run [<configs> ...] ") })
    #expect(try folder.contents() == ["small.yml"])
  }

  @Test("says which file is missing")
  func missing() throws {
    try expectRefusal(
      "nowhere.yml", status: 66,
      "nowhere.yml: no such config file; check the path; it is relative to the working directory")
    try expectRefusal(
      "small.yml", "--set", "dataset={kind: csv, folder: data, files: [north.csv]}", status: 66,
      "data/north.csv: no such file; check the path; it is relative to the working directory")
    try expectRefusal(
      "small.yml", "--set", "dataset={kind: idx, folder: data}", status: 66,
      """
      data/train-images-idx3-ubyte: no such file; looked for train-images-idx3-ubyte, \
      train-images-idx3-ubyte.gz, train-images.idx3-ubyte, train-images.idx3-ubyte.gz
      """)
  }

  @Test("says where a config is wrong, before any other is run")
  func badConfig() throws {
    try folder.write("training:\n  rounds: 0\n", to: "bad.yml")
    try expectRefusal(
      "small.yml", "bad.yml", status: 65,
      "bad.yml:2:3: `training.rounds` is 0, but must be at least 1")
    try expectRefusal(
      "small.yml", "--set", "training.rounds=many", status: 65,
      "--set training.rounds=many: `training.rounds` is \"many\", but must be a whole number")
    try expectRefusal(
      "small.yml", "--set", "clients=[{client: 7}]", status: 65,
      """
      `clients` has an entry for client "7", but the partition has 3 clients: device 0, \
      device 1, device 2
      """)
    try expectRefusal(
      "small.yml", "--set", "partition={kind: iid, clients: 5000}", status: 65,
      """
      iid: 5000 clients with at least 10 examples each need 50000, but there are \
      \(try trainExamples()) training examples; lower `clients` or `minimum_examples`
      """)
  }

  private func trainExamples() throws -> Int {
    try Experiment(Configuration(contentsOf: folder.path("small.yml"))).stage().split.train.count
  }

  @Test("says where a data file is wrong")
  func badData() throws {
    try folder.write("age,label\n1,a\n2,b\n3,a\nold,b\n", to: "people.csv")
    try expectRefusal(
      "small.yml", "--set", "dataset={kind: csv, files: [people.csv]}", status: 65,
      """
      ./people.csv:5: column age: "old" is not a number; list the column in `categorical` or \
      `ignore`, or the value in `missing`
      """)
    try folder.write("age,label\n1,a\n2,b,c\n", to: "people.csv")
    try expectRefusal(
      "small.yml", "--set", "dataset={kind: csv, files: [people.csv]}", status: 65,
      "./people.csv:3: has 3 fields, but the first row has 2")
  }

  @Test("says whose model is not finite, and keeps nothing")
  func notFinite() throws {
    let outcome = try run("small.yml", "--set", "training.learning_rate=1e38")
    #expect(outcome.status == 65)
    // The sign of a NaN is the processor's affair.
    #expect(
      outcome.errors.replacing("-nan", with: "nan") == """
        apportion: error: round 1: client device 0 returned a model whose layers.0.weight[0, 0] is \
        nan; lower `training.learning_rate`, or look at the client's data

        """)
    #expect(try folder.contents() == ["small.yml"])
  }

  @Test("does not run over a run, nor over anything else")
  func exists() throws {
    #expect(try run("small.yml", "--quiet").status == 0)
    try expectRefusal(
      "small.yml", status: 64,
      """
      runs/small exists already; add --force to replace it, or choose another folder with --output
      """)
    try expectRefusal(
      "small.yml", "--output", "runs", "--force", status: 64,
      "runs exists already and is not a run, so it is not replaced; choose another folder with --output"
    )
    try expectRefusal(
      "small.yml", "small.yml", "--force", status: 64,
      "two configs would be written to runs/small; give each its own `name`")
    try expectRefusal(
      "small.yml", "--output", "small.yml/run", status: 73,
      """
      cannot create small.yml/run: Not a directory; fix this, or choose another path with --output
      """)
  }

  @Test("leaves a run as it was when the one to replace it fails")
  func failedReplacement() throws {
    #expect(try run("small.yml", "--quiet").status == 0)
    let (before, csv) = (
      try folder.contents(), try folder.text("runs/small/contributions.csv")
    )
    let outcome = try run("small.yml", "--force", "--set", "training.learning_rate=1e38")
    #expect(outcome.status == 65)
    #expect(try folder.contents() == before)
    #expect(try folder.text("runs/small/contributions.csv") == csv)

    #expect(try run("small.yml", "--quiet", "--force", "--seed", "6").status == 0)
    #expect(try folder.contents() == before)
    #expect(try folder.text("runs/small/contributions.csv") != csv)
  }

  @Test("refuses an instruction set that the machine has not")
  func unknownInstructionSet() throws {
    try expectRefusal(
      "small.yml", status: 64,
      """
      APPORTION_INSTRUCTION_SET is "avx1024", which this machine cannot run; it may be one of: \
      \(Kernels.available.map(\.name).joined(separator: ", "))
      """, environment: [Kernels.environmentVariable: "avx1024"])
  }
}
