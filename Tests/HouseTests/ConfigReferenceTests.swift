import Apportion
import Foundation
import Testing

@Suite("The reference of config keys")
struct ConfigReferenceTests {
  static let file = ArrowTests.sources
    .appending(path: "Apportion/Apportion.docc/ConfigReference.md")

  /// Written where the variable APPORTION_WRITE_REFERENCE is set.
  @Test("is what the catalogs and the defaults say")
  func reference() throws {
    let expected = try Self.text()
    if ProcessInfo.processInfo.environment["APPORTION_WRITE_REFERENCE"] != nil {
      try Data(expected.utf8).write(to: Self.file)
    }
    let written = try String(contentsOf: Self.file, encoding: .utf8)
    #expect(
      written == expected,
      "write it again: APPORTION_WRITE_REFERENCE=1 swift test --filter ConfigReferenceTests")
  }

  static func text() throws -> String {
    // The first lines name the version and the program.
    let all = try Configuration().yaml().split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.hasPrefix("#") && !$0.hasPrefix("version:") }.joined(separator: "\n")
    var text = """
      # Config reference

      Every key of a config with its default, and every kind that a key can have.

      ## All keys

      A config that contains nothing is this one:

      ```yaml
      \(all.trimmingCharacters(in: .newlines))
      ```

      """
    text += try section("Data sets", "dataset", Catalog.datasets)
    text += try section("Partitions", "partition", Catalog.partitioners)
    text += try section("Models", "model", Catalog.models)
    text += try section("Strategies", "strategy", Catalog.strategies)
    text += try section("Methods", "valuation", Catalog.methods)
    return text
  }

  private static func section<Item>(
    _ title: String, _ key: String, _ catalog: Catalog<Item>
  ) throws -> String {
    try catalog.types.reduce(into: "\n## \(title)\n") { text, type in
      guard let type = type as? any Configurable.Type else { return }
      let config = try type.init().configText(under: key)
        .trimmingCharacters(in: .newlines)
      text += """

        ### \(type.id)

        \(type.summary.prefix(1).uppercased() + type.summary.dropFirst()).

        ```yaml
        \(config)
        ```

        """
    }
  }
}
