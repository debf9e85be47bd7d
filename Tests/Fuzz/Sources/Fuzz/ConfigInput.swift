import Apportion

/// Configs of one run and of comparisons, in YAML.
struct ConfigInput: FuzzedReader {
  static let name = "config"

  static var dictionary: Set<String> {
    let catalogs: [[String]] = [
      Catalog.datasets.types.map { $0.id }, Catalog.partitioners.types.map { $0.id },
      Catalog.models.types.map { $0.id }, Catalog.strategies.types.map { $0.id },
      Catalog.methods.types.map { $0.id },
    ]
    let keys = seedTexts.joined(separator: "\n").split {
      !($0.isLetter || $0.isNumber || "_-.".contains($0))
    }
    return Set(catalogs.joined()).union(keys.map(String.init)).union([
      "9223372036854775807", "-9223372036854775808", "18446744073709551616", "1e308", ".nan",
      ".inf", "0x1",
      "010", "1:30", "~", "null", "true", "[", "]", "{", "}", "&a ", "*a", "!!int ", "<<: ", "|\n",
      "? ", "---\n",
    ])
  }

  private static let seedTexts = [
    "{}\n",
    """
    seed: 5
    dataset: {kind: synthetic, clients: 3, features: 4, classes: 3, maximum_examples: 60}
    partition: {kind: sites}
    clients: [{client: 2, free_rider: true}, {client: device 1, label_noise: 0.5}]
    model: {kind: mlp, hidden: [17, 4], activation: tanh}
    training: {rounds: 2, batch_size: 7, learning_rate: 0.05, schedule: {kind: step}}
    strategy: {kind: fed-random, of: [{kind: fed-avg}, {kind: fed-avg-m, momentum: 0.9}, {kind: krum}]}
    participation: {fraction: 0.5, on_invalid_update: exclude}
    valuation: [{method: shapley}, {method: beta-shapley, alpha: 4}, {method: permutation, budget: 9}]
    """,
    """
    {"dataset": {"kind": "csv", "folder": "a", "files": ["b.csv"], "label": "y", "missing": ["?"],
     "classes": [["a"], ["b", "c"]]}, "partition": {"kind": "dirichlet-labels", "clients": 6, "alpha": 0.5}}
    """,
    """
    seed: 5
    partition: {kind: dirichlet-sizes, clients: 4}
    training: {rounds: 2}
    compare:
      axes:
        partition.alpha: [1, 10]
        strategy: [{kind: fed-avg}, {kind: fed-median}, {kind: fed-random}]
      seeds: 2
      repeats: 1
      budget: 3
      reference: quality
      round_weights: {kind: exponential, decay: 0.5, minimum_gain: 0.1}
      share_rule: {kind: softmax, temperature: 2}
      confidence: 0.9
    """,
  ]

  static func seeds(in workshop: Workshop) throws -> [[UInt8]] {
    seedTexts.map { Array($0.utf8) } + [Array(try Configuration().yaml().utf8)]
  }

  init(in workshop: Workshop) {}

  func read(_ input: [UInt8]) async throws {
    let text = String(decoding: input, as: UTF8.self)
    guard !text.contains("compare") else {
      let matrix = try ComparisonMatrix(yaml: text)
      precondition(matrix.runs.count <= 1_000_000, "a comparison of \(matrix.runs.count) runs")
      return
    }
    let configuration = try Configuration(yaml: text)
    let written = try configuration.yaml()
    let again = try Configuration(yaml: written).yaml()
    precondition(
      again == written, "a config reads otherwise than it was written:\n\(written)\n\(again)")
  }
}
