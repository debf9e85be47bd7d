import Apportion
import Foundation
import Testing

@Suite("apportion report")
struct ReportCommandTests {
  let folder: ScratchFolder

  init() throws {
    folder = try ScratchFolder()
    try folder.write(
      """
      seed: 5
      dataset: {kind: breast-cancer}
      partition: {kind: iid, clients: 3}
      model: {kind: linear}
      training: {rounds: 2}
      """, to: "small.yml")
  }

  @Test("draws the pages of runs and comparisons anew, and names what it wrote")
  func pages() throws {
    try folder.write(
      folder.text("small.yml")
        + "\ncompare: {axes: {strategy: [{kind: fed-avg}, {kind: krum}]}, seeds: 2, repeats: 1}\n",
      to: "many.yml")
    #expect(try Program.run(["run", "small.yml", "--quiet"], in: folder).status == 0)
    #expect(try Program.run(["compare", "many.yml", "--quiet"], in: folder).status == 0)
    let names = ["runs/small/report.html", "runs/many/report.html"]
    let pages = try names.map(folder.text)
    for name in names { try FileManager.default.removeItem(atPath: folder.path(name)) }
    let outcome = try Program.run(["report", "runs/small", "runs/many"], in: folder)
    #expect(outcome.status == 0 && outcome.errors == "")
    #expect(outcome.output == "wrote runs/small: report.html\nwrote runs/many: report.html\n")
    #expect(try names.map(folder.text) == pages)
    // The runs of a comparison have no page of their own until one is asked for.
    #expect(try folder.contents().filter { $0.hasSuffix("report.html") }.sorted() == names.sorted())
    let run = "runs/many/runs/krum,seed=6,repetition=0"
    let quiet = try Program.run(["report", run, "--quiet"], in: folder)
    #expect(quiet.status == 0 && quiet.output == "")
    #expect(try folder.text(run + "/report.html").hasPrefix("<!DOCTYPE html>"))
  }

  @Test("says what is no run, and what cannot be written")
  func refusals() throws {
    let nowhere = try Program.run(["report", "nowhere"], in: folder)
    #expect(nowhere.status == 66 && nowhere.output == "")
    #expect(
      nowhere.errors
        == "apportion: error: nowhere holds no run: there is no run.sqlite in it; check the path\n")
    #expect(try Program.run(["run", "small.yml", "--quiet"], in: folder).status == 0)
    let page = folder.path("runs/small/report.html")
    try FileManager.default.removeItem(atPath: page)
    try FileManager.default.createDirectory(atPath: page, withIntermediateDirectories: true)
    try folder.write("precious", to: "runs/small/report.html/file")
    let outcome = try Program.run(["report", "runs/small"], in: folder)
    #expect(outcome.status == 73)
    #expect(outcome.errors.hasPrefix("apportion: error: cannot write report.html in runs/small: "))
    try folder.write("{}", to: "runs/small/comparison.json")
    let unread = try Program.run(["report", "runs/small"], in: folder)
    #expect(unread.status == 65 && unread.errors.contains("`name` is missing"))
  }
}
