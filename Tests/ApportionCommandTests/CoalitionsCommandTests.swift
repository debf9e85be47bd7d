import Apportion
import Foundation
import Testing

@Suite("apportion coalitions")
struct CoalitionsCommandTests {
  let folder: ScratchFolder

  init() throws {
    folder = try ScratchFolder()
    try folder.write(
      """
      seed: 5
      dataset: {kind: synthetic, clients: 5, features: 3, classes: 3, maximum_examples: 80}
      partition: {kind: sites}
      model: {kind: linear}
      training: {rounds: 4, batch_size: 16}
      participation: {fraction: 0.6}
      valuation: [{method: shapley}, {method: banzhaf}]

      """, to: "small.yml")
  }

  /// The values in the run's table by client, of one round, 0 for those that took no part.
  func contributions(_ round: Int, _ method: String, _ utility: String) throws -> [Double] {
    var values = [Double](repeating: 0, count: 5)
    for line in try folder.text("run/contributions.csv").split(separator: "\n") {
      let fields = line.split(separator: ",").map(String.init)
      guard fields[0] == "\(round)", fields[3] == method, fields[5] == utility else { continue }
      values[try #require(Int(fields[1]))] = try #require(Double(fields[6]))
    }
    return values
  }

  struct Valuation: Decodable { var values: [Double] }

  /// What `apportion value` makes of what `apportion coalitions` writes.
  func valued(_ arguments: [String], method: String) throws -> [Double] {
    let table = try Program.run(["coalitions", "run"] + arguments, in: folder)
    try #require(table.status == 0, "\(table.errors)")
    try folder.write(table.output, to: "table.csv")
    let value = try Program.run(["value", "table.csv", "--method", method, "--json"], in: folder)
    return try JSONDecoder().decode(Valuation.self, from: Data(value.output.utf8)).values
  }

  @Test("writes a table of which any method makes the run's own values")
  func roundTrip() throws {
    try #require(
      try Program.run(["run", "small.yml", "--output", "run", "--quiet"], in: folder).status == 0)
    for method in ["shapley", "banzhaf"] {
      for (option, utility) in [([], "loss"), (["--utility", "accuracy"], "accuracy")] {
        for round in 1...4 {
          let values = try valued(option + ["--round", "\(round)"], method: method)
          let expected = try contributions(round, method, utility)
          for (value, own) in zip(values, expected) { #expect(abs(value - own) < 1e-15) }
        }
        // Both methods are linear, so that the sum of the games has the sums of the values.
        let total = try valued(option, method: method)
        for (value, own) in zip(total, try contributions(0, method, utility)) {
          #expect(abs(value - own) < 1e-12)
        }
      }
    }
  }

  @Test("names the clients in every coalition")
  func names() throws {
    try #require(
      try Program.run(
        [
          "run", "small.yml", "--output", "run", "--quiet", "--set", "dataset.clients=2", "--set",
          "participation.fraction=1",
        ], in: folder
      ).status == 0)
    let lines = try Program.run(["coalitions", "run"], in: folder).output.split(separator: "\n")
    #expect(lines[0] == "coalition,members,utility")
    #expect(
      lines.dropFirst().map { $0.split(separator: ",").prefix(2).joined(separator: ",") }
        .dropFirst()
        == ["1,device 0", "2,device 1", "3,device 0+device 1"])
    #expect(lines[1].hasPrefix("0,,"))
    try folder.write(lines.joined(separator: "\n"), to: "table.csv")
    let table = try Program.run(["value", "table.csv"], in: folder).output
    #expect(table.contains("device 0  ") && table.contains("device 1  "))
  }

  @Test("gives the very bits of a round in which everybody took part")
  func bits() throws {
    try #require(
      try Program.run(
        ["run", "small.yml", "--output", "run", "--quiet", "--set", "participation.fraction=1"],
        in: folder
      ).status == 0)
    #expect(
      try valued(["--round", "2"], method: "shapley") == contributions(2, "shapley", "loss"))
  }

  @Test("says why there is no table")
  func refusals() throws {
    for (settings, arguments, status, message) in [
      ([], ["--round", "9"], 65, "run has no round 9; its rounds are 1 to 4"),
      ([], ["--round", "-1"], 65, "run has no round -1; its rounds are 1 to 4"),
      (
        [
          "valuation=[{method: permutation, budget: 28}]", "dataset.clients=14",
          "participation.fraction=1", "training.rounds=1",
        ], [], 65,
        """
        run: round 1 evaluated 54 of the 2^14 coalitions of its 14 participants, so there is no \
        complete table; run it with a method that needs all, such as shapley
        """
      ),
      (
        ["dataset.clients=25", "participation.fraction=0.08"], [], 65,
        "run has 25 clients, but a table of all coalitions supports at most 24"
      ),
    ] {
      try #require(
        try Program.run(
          ["run", "small.yml", "--output", "run", "--quiet", "--force"]
            + settings.flatMap { ["--set", $0] }, in: folder
        ).status == 0)
      let outcome = try Program.run(["coalitions", "run"] + arguments, in: folder)
      #expect(outcome.status == Int32(status))
      #expect(outcome.errors == "apportion: error: \(message)\n")
      #expect(outcome.output == "")
    }
    let word = try Program.run(["coalitions", "run", "--utility", "profit"], in: folder)
    #expect(word.status == 64)
    #expect(
      word.errors.hasPrefix(
        "Error: The value 'profit' is invalid for '--utility <utility>': It must be accuracy or loss."
      ))
    let nowhere = try Program.run(["coalitions", "nowhere"], in: folder)
    #expect(nowhere.status == 66)
  }
}
