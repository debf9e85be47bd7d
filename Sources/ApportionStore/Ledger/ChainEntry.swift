import ApportionPrimitives

/// One link of the ledger's chain: a hash for each part of an entry, and one for the entry, which
/// takes in the link before.
///
///     hᵢ = SHA-256(hᵢ₋₁ ‖ name₁ ‖ SHA-256(part₁) ‖ name₂ ‖ …)
///
/// The header is the first link and follows 32 bytes of 0. Each round adds a link. An extension adds one
/// with the config that holds for the rounds after it, and the end of a run one with the number of its
/// rounds. Whoever changes a part must change every link from there on, and the last, which participants
/// know.
struct ChainEntry: Hashable {
  enum Kind: String {
    case header, round, `extension`, close
  }

  struct Part: Hashable {
    var name: String
    var hash: Digest
  }

  let kind: Kind
  /// The last round up to here; 0 before the first.
  let round: Int
  let parts: [Part]
  let hash: Digest

  /// What the header follows.
  static let start = Digest(bytes: Array(repeating: 0, count: 32))

  init(
    _ kind: Kind, round: Int, after previous: Digest,
    _ fields: [(name: String, content: CanonicalBytes)]
  ) {
    (self.kind, self.round) = (kind, round)
    parts = fields.map { Part(name: $0.name, hash: $0.content.digest) }
    var bytes = CanonicalBytes()
    bytes.add(previous)
    for part in parts {
      bytes.add(part.name)
      bytes.add(part.hash)
    }
    hash = bytes.digest
  }

  /// One that was kept.
  init(_ kind: Kind, round: Int, parts: [Part], hash: Digest) {
    (self.kind, self.round, self.parts, self.hash) = (kind, round, parts, hash)
  }

  /// The end of a run.
  init(closing rounds: Int, after previous: Digest) {
    var content = CanonicalBytes()
    content.add(rounds)
    self.init(.close, round: rounds, after: previous, [("close", content)])
  }
}
