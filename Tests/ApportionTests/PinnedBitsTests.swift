import Apportion
import Testing

@Suite("The bits of an account")
struct PinnedBitsTests {
  /// The first digits of the SHA-256 digest of all numbers of an account, by strategy.
  ///
  /// They change with results alone. A change that is meant replaces them, and says why.
  static let digests = [
    "bulyan": "bb150dcabeb89811",
    "fed-adagrad": "96e69a5a68b40ce5",
    "fed-adam": "fa665b69f8a63daa",
    "fed-avg": "0e596c304ca29d7c",
    "fed-avg-m": "bf74f5b9a2ccabc7",
    "fed-dyn": "5a78509a5853bd1a",
    "fed-median": "713deef67588013f",
    "fed-nova": "d0f33d581a3def37",
    "fed-prox": "c700c19b8f1a2a1a",
    "fed-random": "9eb646cef9d1d623",
    "fed-trimmed-avg": "a1c74ef3eb290c70",
    "fed-yogi": "511608596ff28e6a",
    "geometric-median": "6f2ba532e97a89b5",
    "krum": "875d3888ab07cb32",
    "multi-krum": "ec76cf366811d95f",
    "norm-clipped": "c22afe474e951b53",
    "q-fed-avg": "b8653d2fd4363736",
    "scaffold": "70c4a4612273827d",
  ]

  @Test("are the same from version to version", arguments: Catalog.strategies.ids)
  func bits(strategy: String) async throws {
    // Without a small bound, nothing is clipped, and the digest is that of FedAvg.
    let settings = strategy == NormClipped.id ? ", maximum_norm: 0.05" : ""
    let configuration = try smallConfiguration(
      "dataset.clients=8", "strategy={kind: \(strategy)\(settings)}",
      "valuation=[{method: shapley}, {method: permutation, budget: 40}]")
    let result = try await Experiment(configuration).run(threads: 2)
    var hash = SHA256()
    func add(_ number: Double) {
      withUnsafeBytes(of: number.bitPattern.littleEndian) { hash.update($0) }
    }
    for round in result.rounds {
      add(round.validationLoss)
      add(round.validationAccuracy)
    }
    for account in result.accounts {
      for attribution in account.entries.map(\.attribution) {
        attribution.values.forEach(add)
        attribution.standardErrors.forEach { add($0 ?? -1) }
      }
      account.evaluated.lossSums.forEach(add)
    }
    let digest = hash.finalized().description.prefix(16)
    #expect(Self.digests[strategy] == String(digest), "\"\(strategy)\": \"\(digest)\",")
  }
}
