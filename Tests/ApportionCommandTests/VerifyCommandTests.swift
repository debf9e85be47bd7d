import Apportion
import Foundation
import Testing

@Suite("apportion verify")
struct VerifyCommandTests {
  let folder: ScratchFolder

  init() throws {
    folder = try ScratchFolder()
    try folder.write(
      """
      seed: 5
      dataset: {kind: synthetic, clients: 4, features: 3, classes: 3, maximum_examples: 80}
      partition: {kind: sites}
      model: {kind: linear}
      training: {rounds: 3, batch_size: 16}
      record: true

      """, to: "small.yml")
  }

  @Test("says that a run holds, and by which hash")
  func holds() throws {
    let run = try Program.run(["run", "small.yml", "--output", "a"], in: folder)
    let hash = try #require(run.output.split(separator: "\n").last)
    for (flags, result) in [
      ([], "hold"), (["--recompute"], "hold and come out the same"),
      (["--reaccount"], "hold and are accounted for alike"),
    ] {
      let outcome = try Program.run(["verify", "a", "--threads", "1"] + flags, in: folder)
      #expect(outcome.status == 0)
      #expect(outcome.errors == "")
      #expect(outcome.output == "a: 3 rounds \(result), \(hash)\n")
    }
    #expect(try Program.run(["verify", "a", "--quiet"], in: folder).output == "")
  }

  @Test("names the round and the part that differ")
  func tampered() throws {
    _ = try Program.run(["run", "small.yml", "--output", "a"], in: folder)
    let ledger = try Database(path: folder.path("a/run.sqlite"), .opening)
    try ledger.execute("UPDATE contributions SET value = 0.5 WHERE round = 2 AND player = 0")
    let outcome = try Program.run(["verify", "a"], in: folder)
    #expect(outcome.status == 65)
    #expect(outcome.output == "")
    #expect(
      outcome.errors
        == "apportion: error: a: round 2, contributions: it is not what its hash says\n")
    let nowhere = try Program.run(["verify", "nowhere"], in: folder)
    #expect(nowhere.status == 66)
    #expect(
      nowhere.errors
        == "apportion: error: nowhere holds no run: there is no run.sqlite in it; check the path\n")
  }
}
