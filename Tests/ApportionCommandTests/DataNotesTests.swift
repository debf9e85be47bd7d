import Foundation
import Testing

@Suite("What a person is told of the data")
struct DataNotesTests {
  let folder: ScratchFolder

  /// Two sites whose files write the same two classes differently, with an index before the columns.
  init() throws {
    folder = try ScratchFolder()
    for (name, end) in [("north", ""), ("south", ".")] {
      let rows = (0..<40).map { row in
        "\(row),\(20 + row * 7 % 40),\(row % 4 == 0 ? ">50K" : "<=50K")\(end)\n"
      }
      try folder.write(",age,label\n" + rows.joined(), to: "\(name).csv")
    }
    try folder.write(
      """
      dataset: {kind: csv, files: [north.csv, south.csv]}
      partition: {kind: sites}
      model: {kind: linear}
      training: {rounds: 1}

      """, to: "adult.yml")
  }

  static let classes = "<=50K 30, <=50K. 30, >50K 10, >50K. 10"
  static let notes = [
    """
    north.csv: column 1 has no name and is used as a feature; if it only counts the rows, as an index \
    does, leave it out with `ignore: ["1"]`
    """,
    """
    class "<=50K" (30 examples) occurs at site north alone; the nearest name is that of class "<=50K." \
    (30 examples), which occurs at site south alone
    """,
    """
    class ">50K" (10 examples) occurs at site north alone; the nearest name is that of class ">50K." \
    (10 examples), which occurs at site south alone
    """,
    """
    where two names mean one class, write `classes: [["<=50K", "<=50K."], [">50K", ">50K."]]`
    """,
  ]

  @Test("stands before the table, in the forecast, in JSON and on the page")
  func everywhere() throws {
    let run = try Program.run(["run", "adult.yml"], in: folder)
    #expect(run.status == 0)
    let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let expected = ["classes: \(Self.classes)"] + Self.notes.map { "note: \($0)" } + [""]
    #expect(Array(lines[2..<2 + expected.count]) == expected)
    let page = try folder.text("runs/adult/report.html")
    for text in [Self.classes] + Self.notes { #expect(page.contains(markup(text))) }
    let again = try Program.run(["report", "runs/adult"], in: folder)
    #expect(again.status == 0)
    #expect(try folder.text("runs/adult/report.html") == page)

    let dry = try Program.run(["run", "adult.yml", "--dry-run"], in: folder)
    let shown = dry.output.split(separator: "\n").map(String.init)
    #expect(shown.contains("classes   \(Self.classes)"))
    #expect(Array(shown.suffix(4)) == Self.notes.map { "note: \($0)" })

    let json = try Program.run(["run", "adult.yml", "--json", "--output", "j"], in: folder)
    let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8))
    let data = try #require((object as? [String: Any])?["data"] as? [String: Any])
    #expect(data["notes"] as? [String] == Self.notes)
    let first = (data["classes"] as? [[String: Any]])?.first
    #expect(first?["name"] as? String == "<=50K" && first?["examples"] as? Int == 30)
  }

  @Test("is no more than the classes where the names are joined and the index is left out")
  func joined() throws {
    let run = try Program.run(
      [
        "run", "adult.yml", "--set", "dataset.ignore=['1']", "--set",
        #"dataset.classes=[["<=50K", "<=50K."], [">50K", ">50K."]]"#,
      ], in: folder)
    let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[2] == "classes: <=50K/<=50K. 60, >50K/>50K. 20")
    #expect(lines[3] == "")
  }

  @Test("is part of what a ledger's hashes stand for, and comes out the same")
  func verified() throws {
    try #require(try Program.run(["run", "adult.yml", "--quiet"], in: folder).status == 0)
    let outcome = try Program.run(["verify", "runs/adult", "--recompute"], in: folder)
    #expect(outcome.errors == "")
    #expect(outcome.status == 0)
  }

  private func markup(_ text: String) -> String {
    text.replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
  }
}
