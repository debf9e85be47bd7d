import Apportion
import Foundation
import Testing

@Suite("Configs that are damaged or hostile")
struct HostileConfigTests {
  /// `{kind: fed-random, of: [ … ]}`, so many within one another.
  static func nested(_ levels: Int) -> String {
    let head = String(repeating: "{kind: fed-random, of: [", count: levels)
    return "strategy: \(head){kind: fed-avg}\(String(repeating: "]}", count: levels))\n"
  }

  static let aliases = (1..<12).reduce("a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n") { text, level in
    let part = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
    return text + "a\(level): &a\(level) [\(part)]\n"
  }

  @Test(
    "what is too deep or too large is refused before it is read",
    arguments: [
      Refusal(nested(170), "c.yml:1:762: is more than 64 lists and mappings deep; flatten it"),
      Refusal(
        nested(9),
        """
        c.yml:1:30: `strategy.of` is 9 random strategies, one within another, but must be at most 8 deep
        """),
      Refusal(
        "a: \(String(repeating: "[", count: 900))\(String(repeating: "]", count: 900))\n",
        "c.yml:1:67: is more than 64 lists and mappings deep; flatten it"),
      Refusal(
        "a: \(String(repeating: "[", count: 100_000))\n",
        "c.yml:1:5: is more than 64 lists and mappings deep; flatten it"),
      Refusal(
        aliases, "c.yml:1:34: has more than 200000 parts, those of its aliases included"),
      Refusal(
        "{[1, 2]: 3}\n", "c.yml:1:2: has a list as a key; write a name"),
    ])
  func size(refusal: Refusal) { refusal.check() }

  @Test(
    "a tag that is not YAML's own is refused",
    arguments: [
      Refusal(
        "seed: !foo 3\n", "c.yml:1:7: has the tag `!foo`, which is not allowed; remove it"),
      Refusal(
        "seed: !!python/object 3\n",
        "c.yml:1:7: has the tag `!!python/object`, which is not allowed; remove it"),
      Refusal(
        "dataset: !!set {kind: digits}\n",
        "c.yml:1:10: has the tag `!!set`, which is not allowed; remove it"),
      Refusal(
        "valuation: !list [{method: shapley}]\n",
        "c.yml:1:12: has the tag `!list`, which is not allowed; remove it"),
      Refusal(
        "!foo seed: 3\n", "c.yml:1:1: has the tag `!foo`, which is not allowed; remove it"),
      Refusal(
        "", set: "seed=!foo 3",
        message: "--set seed=!foo 3: `seed` has the tag `!foo`, which is not allowed; remove it"
      ),
    ])
  func tags(refusal: Refusal) { refusal.check() }

  @Test(
    "a number that readers take otherwise is refused with what to write",
    arguments: [
      ("seed: 010", "10, or 8 as YAML 1.1 reads it"), ("seed: 00", "0"), ("seed: 08", "8"),
      ("seed: 1:30", "90, as YAML 1.1 reads it"), ("seed: 1_000", "1000"), ("seed: 0b11", "3"),
      ("seed: 0x_ff", "0xff"),
    ])
  func oldNumbers(line: String, advice: String) {
    let value = line.dropFirst("seed: ".count)
    Refusal(
      "\(line)\n",
      """
      c.yml:1:1: `seed` is "\(value)", but must be \(ConfigReaderTests.anySeed); write \(advice)
      """
    ).check()
  }

  @Test(
    "so is one with a fraction, or in a list",
    arguments: [
      Refusal(
        "training: {learning_rate: 12:30:45.5}\n",
        """
        c.yml:1:12: `training.learning_rate` is "12:30:45.5", but must be a number; write 45045.5, as \
        YAML 1.1 reads it
        """),
      Refusal(
        "training: {learning_rate: -1_0.5}\n",
        """
        c.yml:1:12: `training.learning_rate` is "-1_0.5", but must be a number; write -10.5
        """),
      Refusal(
        "model: {kind: mlp, hidden: [8, 010]}\n",
        """
        c.yml:1:32: `model.hidden[1]` is "010", but must be a whole number; write 10, or 8 as YAML 1.1 \
        reads it
        """),
      Refusal(
        "training: {learning_rate: \"0.1\\0abc\"}\n",
        "c.yml:1:12: `training.learning_rate` is the text \"0.1\0abc\", but must be a number"),
    ])
  func otherOldNumbers(refusal: Refusal) { refusal.check() }

  @Test(
    "texts that look like such numbers stay texts, and every other way to write a number is read")
  func texts() throws {
    let configuration = try Configuration(
      yaml: """
        name: 010
        dataset: {kind: csv, files: [1:30, 1_000], label: 007, missing: [0b11]}
        training: {rounds: 0x10, batch_size: 0o17, learning_rate: .5, weight_decay: 0.0, momentum: 1e-1}
        partition: {kind: iid, clients: +3}
        """)
    #expect(configuration.name == "010")
    let source = try #require(configuration.dataset as? CSVFiles)
    #expect(source.files == ["1:30", "1_000"])
    #expect(source.label == "007")
    #expect(source.missing == ["0b11"])
    #expect(configuration.training.rounds == 16)
    #expect(configuration.training.batchSize == 15)
    #expect(configuration.training.learningRate == 0.5)
    #expect(configuration.training.momentum == 0.1)
    #expect(configuration.partition.clientCount == 3)
    let again = try Configuration(yaml: configuration.yaml())
    #expect(try again.yaml() == configuration.yaml())
    #expect((again.dataset as? CSVFiles)?.label == "007")
  }

  @Test("a config file that is missing or cannot be read is a fault of the config")
  func files() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "configs-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func error(_ name: String) -> ConfigError? {
      let path = folder.appending(path: name).path
      return #expect(throws: ConfigError.self) { try Configuration(contentsOf: path) }
    }
    let missing = error("nowhere.yml")
    #expect(missing?.isMissingInput == true)
    #expect(
      missing?.problem
        == "no such config file; check the path; it is relative to the working directory")
    try #require(mkfifo(folder.appending(path: "pipe").path, 0o600) == 0)
    try Data([0x73, 0xff]).write(to: folder.appending(path: "binary.yml"))
    try Data(repeating: 0x20, count: 1 << 24 + 1).write(to: folder.appending(path: "large.yml"))
    for (name, reason) in [
      ("", "it is a folder"), ("pipe", "it is a pipe; write its content to a file"),
      ("binary.yml", "it is not a text file in UTF-8"),
      ("large.yml", "it is larger than 16 MiB, so it is not a config"),
    ] {
      let unreadable = error(name)
      #expect(unreadable?.problem == "cannot be read: \(reason)")
      #expect(unreadable?.isMissingInput == false)
    }
  }
}
