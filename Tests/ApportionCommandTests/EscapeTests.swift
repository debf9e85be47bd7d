import Apportion
import Foundation
import Testing

/// Names and values from outside may hold characters that a terminal obeys.
@Suite("Characters that a terminal obeys")
struct EscapeTests {
  static let nasty = "\u{1B}[31m\u{7}\u{202E}\u{9B}x"
  static let shown = #"\u{1b}[31m\u{7}\u{202e}\u{9b}x"#

  @Test("are written out in what is wrong with a config, a file or an argument")
  func errors() throws {
    let folder = try ScratchFolder()
    try folder.write("strategy: {kind: \"\\e[31m\\a\\0x\"}\n", to: "c.yml")
    let config = try Program.run(["run", "c.yml"], in: folder)
    #expect(config.status == 65)
    #expect(
      config.errors == """
        apportion: error: c.yml:1:12: `strategy.kind` is an unknown strategy "\\u{1b}[31m\\u{7}\\u{0}x"; \
        it may be one of: \(Catalog.strategies.ids.joined(separator: ", "))

        """)
    try folder.write("a,label\n\(Self.nasty),0\n", to: "a.csv")
    try folder.write("dataset: {kind: csv, files: [a.csv]}\n", to: "d.yml")
    let data = try Program.run(["run", "d.yml"], in: folder)
    #expect(
      data.errors == """
        apportion: error: ./a.csv:2: column a: "\(Self.shown)" is not a number; list the column in \
        `categorical` or `ignore`, or the value in `missing`

        """)
    let argument = try Program.run(["run", "c.yml", "--\(Self.nasty)"], in: folder)
    #expect(argument.status == 64)
    #expect(argument.errors.hasPrefix("Error: Unknown option '--\(Self.shown)'\n"))
    for outcome in [config, data, argument] {
      #expect(!outcome.errors.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    }
  }

  @Test("are written out in results, and kept in files and documents")
  func results() throws {
    let folder = try ScratchFolder()
    let rows = (0..<40).map { "\($0),\($0 % 7),\($0 % 2)\n" }.joined()
    for name in ["a\u{1B}[31m", "b"] { try folder.write("a,b,label\n" + rows, to: "\(name).csv") }
    try folder.write(
      """
      dataset: {kind: csv, files: ["a\\e[31m.csv", b.csv]}
      partition: {kind: sites}
      model: {kind: linear}
      training: {rounds: 1}
      clients: [{client: 0, feature_noise: 1e300}]
      participation: {on_invalid_update: exclude}

      """, to: "c.yml")
    let run = try Program.run(["run", "c.yml"], in: folder)
    #expect(run.status == 0)
    let lines = run.output.split(separator: "\n")
    #expect(
      lines.contains {
        $0.hasPrefix(#"excluded: client a\u{1b}[31m from 1 round, first from round 1, as "#)
      })
    #expect(!run.output.unicodeScalars.contains("\u{1B}"))
    let export = try Program.run(["export", "runs/c"], in: folder)
    #expect(export.output.unicodeScalars.contains("\u{1B}"))
  }

  @Test("line ends, tabs and all other letters stay")
  func others() throws {
    let folder = try ScratchFolder()
    try folder.write("strategy: {kind: \"\\té😀\"}\n", to: "c.yml")
    let outcome = try Program.run(["run", "c.yml"], in: folder)
    #expect(outcome.errors.contains("unknown strategy \"\té😀\"; it may be"))
  }
}
