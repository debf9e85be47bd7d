import Apportion
import ApportionCommand
import Foundation
import Testing

@Suite("apportion compare")
struct CompareCommandTests {
  let folder: ScratchFolder

  init() throws {
    folder = try ScratchFolder()
    try folder.write(
      """
      seed: 5
      dataset: {kind: synthetic, clients: 4, features: 4, classes: 3, maximum_examples: 60}
      partition: {kind: dirichlet-sizes, clients: 4}
      model: {kind: linear}
      training: {rounds: 2, batch_size: 16}
      compare:
        axes:
          partition.alpha: [1, 10]
          strategy: [{kind: fed-avg}, {kind: fed-median}]
        seeds: 2
        repeats: 2
        utility: accuracy

      """, to: "small.yml")
  }

  func compare(_ arguments: String...) throws -> Program.Outcome {
    try Program.run(["compare"] + arguments, in: folder)
  }

  func expectRefusal(
    _ arguments: String..., status: Int32, _ message: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let before = try folder.contents()
    let outcome = try Program.run(["compare"] + arguments, in: folder)
    #expect(outcome.status == status, sourceLocation: sourceLocation)
    #expect(outcome.errors == "apportion: error: \(message)\n", sourceLocation: sourceLocation)
    #expect(outcome.output == "", sourceLocation: sourceLocation)
    #expect(try folder.contents() == before, sourceLocation: sourceLocation)
  }

  @Test("tells its progress aside, what was found, and where it is")
  func tables() throws {
    let outcome = try compare("small.yml")
    #expect(outcome.status == 0)
    let lines = outcome.errors.split(separator: "\n")
    #expect(lines.first == "small: 0 of 16 runs")
    #expect(lines.last == "small: 16 of 16 runs")
    // One for each tenth; sixteen runs pass all of them.
    #expect(lines.count == 11)
    #expect(outcome.output.hasPrefix("small: shapley by accuracy\n16 runs: 2 settings, "))
    #expect(outcome.output.contains("\n── partition.alpha 10\n"))
    #expect(
      outcome.output.hasSuffix(
        "\nwrote runs/small: comparison.json, report.html, runs/, shares.csv\n"))
    let runs = "runs/small/runs/"
    let folders = try folder.contents().filter { $0.hasPrefix(runs) && !$0.contains(".csv") }
      .filter { !$0.hasSuffix("config.yml") && !$0.hasSuffix("run.sqlite") }
    #expect(folders.count == 16)
    #expect(folders.first == runs + "partition.alpha=1,fed-avg,seed=5,repetition=0")
    #expect(
      try Configuration(contentsOf: folder.path(folders[0] + "/config.yml")).strategy is FedAvg)

    let again = try compare("small.yml", "--threads", "1")
    #expect(again.output == outcome.output)
    #expect(again.errors == "small: 16 of 16 runs, 16 of them from before\n")
  }

  @Test("writes every run's shares, and the result as it prints it")
  func files() throws {
    let outcome = try compare("small.yml", "--json", "--output", "out", "--quiet")
    #expect(outcome.status == 0 && outcome.errors == "")
    #expect(try folder.text("out/comparison.json") == outcome.output)
    let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    let result = try #require(object as? [String: Any])
    #expect(
      Set(result.keys) == ["name", "version", "method", "utility", "comparison", "made_in_code"])

    let rows = try folder.text("out/shares.csv").split(separator: "\n")
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    #expect(
      rows[0] == [
        "partition.alpha", "strategy", "seed", "repetition", "client", "name", "share", "method",
        "utility",
      ])
    #expect(rows.count == 1 + 16 * 4)
    #expect(rows[1].prefix(6) == ["1", "fed-avg", "5", "0", "0", "0"])
    for run in stride(from: 1, to: rows.count, by: 4) {
      #expect(rows[run..<run + 4].map { $0[4] } == ["0", "1", "2", "3"])
      let shares = try rows[run..<run + 4].map { try #require(Double($0[6])) }
      // Rounding alone.
      #expect(abs(shares.reduce(0, +) - 1) < 1e-12)
      #expect(rows[run].suffix(2) == ["shapley", "accuracy"])
    }
    #expect(try Program.run(["compare", "small.yml", "--quiet"], in: folder).output == "")
  }

  @Test("makes no run anew for another way to look at them")
  func postProcessing() throws {
    let first = try compare("small.yml")
    for option in [
      "compare.round_weights.kind=uniform", "compare.share_rule.kind=softmax",
      "compare.utility=loss", "compare.confidence=0.5",
    ] {
      let outcome = try compare("small.yml", "--set", option)
      #expect(outcome.errors == "small: 16 of 16 runs, 16 of them from before\n")
      #expect(outcome.output != first.output)
    }
  }

  @Test(
    "writes no file in the place of one that is not a comparison's",
    arguments: ["report.html", "shares.csv", "comparison.json"])
  func foreignFiles(name: String) throws {
    try FileManager.default.createDirectory(
      atPath: folder.path("out"), withIntermediateDirectories: true)
    try folder.write("mine", to: "out/\(name)")
    try expectRefusal(
      "small.yml", "--output", "out", "--quiet", status: 64,
      """
      out already has a \(name) that no comparison wrote, so it is not replaced; choose another folder \
      with --output
      """)
    #expect(try folder.text("out/\(name)") == "mine")
  }

  @Test("plays a retraining game for each setting and seed where that is the reference, once")
  func retraining() throws {
    let outcome = try compare("small.yml", "--set", "compare.reference=retraining")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.hasSuffix("small: 4 of 4 retraining games\n"))
    let games = try folder.contents().filter { $0.hasPrefix("runs/small/retraining/") }
    #expect(games.filter { $0.hasSuffix("values.csv") }.count == 4)
    let before = try folder.text("runs/small/comparison.json")

    let again = try compare("small.yml", "--set", "compare.reference=retraining")
    #expect(again.errors.hasSuffix("small: 4 of 4 retraining games, 4 of them from before\n"))
    #expect(again.output == outcome.output)

    // Of a game that was broken off the coalitions stay that were trained.
    let place = "runs/small/retraining/partition.alpha=10,fed-avg,seed=6,repetition=0"
    let rows = try folder.text(place + "/outcomes.csv").split(separator: "\n")
    let left = rows.prefix(4).joined(separator: "\n") + "\n"
    try folder.write(left + rows[4].dropLast(), to: place + "/outcomes.csv")
    try FileManager.default.removeItem(atPath: folder.path(place + "/values.csv"))
    let goneOn = try compare("small.yml", "--set", "compare.reference=retraining")
    #expect(goneOn.errors.hasSuffix("small: 4 of 4 retraining games, 3 of them from before\n"))
    #expect(try folder.text("runs/small/comparison.json") == before)
    let text = try folder.text(place + "/outcomes.csv")
    #expect(text.hasPrefix(left))
    #expect(text.split(separator: "\n").sorted() == rows.sorted())

    // Without a config the rows may be anybody's.
    try FileManager.default.removeItem(atPath: folder.path(place + "/config.yml"))
    let third = try compare("small.yml", "--set", "compare.reference=retraining")
    #expect(third.status == 65)
    #expect(
      third.errors.hasSuffix(
        """
        \(place) holds an outcomes.csv or a values.csv without the config.yml of their game; move them \
        away, or choose another folder

        """))
    #expect(try folder.text(place + "/outcomes.csv") == text)
    let afresh = try compare("small.yml", "--set", "compare.reference=retraining", "--force")
    #expect(afresh.errors.hasSuffix("small: 4 of 4 retraining games, 3 of them from before\n"))
    #expect(try folder.text("runs/small/comparison.json") == before)

    let config = try folder.text(place + "/config.yml")
    try folder.write(config.replacing("seed: 6", with: "seed: 7"), to: place + "/config.yml")
    try expectRefusal(
      "small.yml", "--set", "compare.reference=retraining", "--quiet", status: 64,
      """
      \(place) exists already, but is not a run of this comparison: line 2 of its config.yml is \
      "seed: 7", where this one has "seed: 6"; add --force to replace such runs, or choose \
      another folder with --output
      """)
    let forced = try compare("small.yml", "--set", "compare.reference=retraining", "--force")
    #expect(forced.status == 0)
    #expect(try folder.text("runs/small/comparison.json") == before)
  }

  @Test("says what it would take, and what of it is there, and makes nothing")
  func dryRun() throws {
    // Seconds and bytes are the machine's.
    func lines(_ arguments: String...) throws -> [String] {
      let before = try folder.contents()
      let outcome = try Program.run(["compare", "small.yml", "--dry-run"] + arguments, in: folder)
      #expect(outcome.status == 0 && outcome.errors == "")
      #expect(try folder.contents() == before)
      return outcome.output.split(separator: "\n").map(String.init)
    }
    let first = try lines("--threads", "2", "--set", "compare.reference=retraining")
    try #require(first.count == 5)
    #expect(
      first[0...1] == [
        "small, nothing was run",
        "runs      16 runs: 2 settings, 2 strategies, 2 seeds, 2 repetitions",
      ])
    #expect(first[2].hasPrefix("each      about ") && first[2].hasSuffix(" s on 1 thread"))
    #expect(
      first[3] == "reference 4 retraining games, in each of which every coalition trains")
    #expect(first[4].hasPrefix("together  about "))
    #expect(first[4].contains(" s on 2 threads, "))
    #expect(first[4].hasSuffix(" KiB for each beside data and models"))

    _ = try compare("small.yml", "--quiet", "--set", "compare.seeds=1")
    let second = try lines("--threads", "1")
    #expect(
      second[1] == """
        runs      16 runs: 2 settings, 2 strategies, 2 seeds, 2 repetitions; 8 exist already
        """)
    let json = try Program.run(["compare", "small.yml", "--dry-run", "--json"], in: folder)
    let forecast = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    #expect(
      forecast.map { Set($0.keys) } == [
        "runs", "runs_kept", "games", "games_kept", "least_seconds_per_run",
        "most_seconds_per_run", "seconds", "worker_bytes",
      ])
    #expect(forecast?["runs"] as? Int == 16 && forecast?["runs_kept"] as? Int == 8)
  }

  @Test("says what is wrong before anything is run")
  func refusals() throws {
    try expectRefusal(
      "nowhere.yml", status: 66,
      "nowhere.yml: no such config file; check the path; it is relative to the working directory")
    try expectRefusal(
      "small.yml", "--set", "compare.repeats=0", status: 65,
      "--set compare.repeats=0: `compare.repeats` is 0, but must be at least 1")
    try folder.write("seed: 1\n", to: "one.yml")
    try expectRefusal(
      "one.yml", status: 65,
      """
      one.yml: `compare` is missing, so there is nothing to compare; write, for example, \
      compare: {axes: {strategy: [{kind: fed-avg}, {kind: krum}]}}, or use `apportion run`
      """)
    let run = try Program.run(["run", "small.yml"], in: folder)
    #expect(run.status == 65)
    #expect(
      run.errors == """
        apportion: error: small.yml:6:1: `compare` asks for many runs; use `apportion compare`, or \
        remove the section to run one

        """)
  }

  @Test("takes one config, and a folder that has a name")
  func usage() throws {
    for (arguments, message) in [
      ([], "Error: Missing expected argument '<config>'"),
      (["small.yml", "--output", ""], "Error: --output is empty, but must name a folder."),
      (["small.yml", "--threads", "0"], "Error: --threads is 0, but must be at least 1."),
    ] {
      let outcome = try Program.run(["compare"] + arguments, in: folder)
      #expect(outcome.status == 64)
      #expect(outcome.errors.split(separator: "\n").first.map(String.init) == message)
    }
  }

  @Test("ends on Ctrl-C, keeps what is finished, and goes on from there")
  func interrupted() throws {
    let arguments = ["compare", "small.yml", "--quiet", "--set", "training.rounds=300"]
    let outcome = try Program.run(arguments, in: folder) { process in
      while process.isRunning,
        try !folder.contents().contains(where: { $0.hasSuffix("contributions.csv") })
      {
        Thread.sleep(forTimeInterval: 0.01)
      }
      process.interrupt()
    }
    #expect(outcome.status == 130)
    #expect(
      outcome.errors == """
        apportion: interrupted; finished rounds were kept, and the same command resumes from there

        """)
    let kept = try folder.contents().filter { $0.hasSuffix("contributions.csv") }
    #expect(!kept.isEmpty && kept.count < 16)
    #expect(try !folder.contents().contains { $0.contains("unfinished") })
    let rest = try compare("small.yml", "--set", "training.rounds=300")
    #expect(rest.status == 0)
    #expect(rest.errors.hasSuffix("16 of 16 runs, \(kept.count) of them from before\n"))
  }

  @Test("ends with the same shares however often it was killed")
  func killed() throws {
    let settings = ["--quiet", "--set", "training.rounds=40"]
    let clock = ContinuousClock()
    let time = try clock.measure {
      _ = try Program.run(["compare", "small.yml", "--output", "whole"] + settings, in: folder)
    }
    let expected = try folder.text("whole/shares.csv")
    var stream = RandomStream(seed: 7)
    for _ in 0..<6 {
      let moment = stream.uniform() * 0.4 * (time / .seconds(1))
      _ = try Program.run(["compare", "small.yml", "--output", "killed"] + settings, in: folder) {
        process in
        Thread.sleep(forTimeInterval: moment)
        kill(process.processIdentifier, SIGKILL)
      }
    }
    let last = try Program.run(
      ["compare", "small.yml", "--output", "killed"] + settings, in: folder)
    #expect(last.status == 0)
    #expect(last.errors == "")
    #expect(try folder.text("killed/shares.csv") == expected)
  }
}
