import ApportionPrimitives

/// One link of the ledger's hash chain: a hash of each part of an entry, and one of the entry.
///
/// The hash of an entry includes the hash of the previous link:
///
///     hᵢ = SHA-256(hᵢ₋₁ ‖ name₁ ‖ SHA-256(part₁) ‖ name₂ ‖ …)
///
/// The header is the first link; 32 zero bytes take the role of its previous hash. Each round adds a link. An
/// extension adds a link with the config for the rounds after it, and the end of a run adds a link with its
/// number of rounds. To change a part without detection one must change every later link, including the last,
/// which the participants know.
struct ChainEntry: Hashable {
  enum Kind: String {
    case header, round, `extension`, close
  }

  struct Part: Hashable {
    var name: String
    var hash: Digest
  }

  let kind: Kind
  /// The last round before the end of this link; 0 before the first round.
  let round: Int
  let parts: [Part]
  let hash: Digest

  /// The hash that the header follows.
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

  /// Restores a stored link.
  init(_ kind: Kind, round: Int, parts: [Part], hash: Digest) {
    (self.kind, self.round, self.parts, self.hash) = (kind, round, parts, hash)
  }

  /// The link for the end of a run.
  init(closing rounds: Int, after previous: Digest) {
    var content = CanonicalBytes()
    content.add(rounds)
    self.init(.close, round: rounds, after: previous, [("close", content)])
  }
}
