import ApportionPrimitives

/// One link of the ledger's chain: a hash for each part of an entry, and one for the entry, which
/// takes in the entry before.
///
///     hᵣ = SHA-256(hᵣ₋₁ ‖ name₁ ‖ SHA-256(part₁) ‖ name₂ ‖ …)
///
/// The first entry, the run's own, follows 32 bytes of 0. Whoever changes a part must change every
/// entry from there on, and the last, which participants know.
struct Link: Hashable {
  var parts: [Part]
  var entry: Digest

  struct Part: Hashable {
    var name: String
    var digest: Digest
  }

  static let first = Digest(bytes: Array(repeating: 0, count: 32))

  init(after previous: Digest, _ fields: [(name: String, content: CanonicalBytes)]) {
    parts = fields.map { Part(name: $0.name, digest: $0.content.digest) }
    entry = Self.entry(after: previous, parts)
  }

  init(parts: [Part], entry: Digest) { (self.parts, self.entry) = (parts, entry) }

  static func entry(after previous: Digest, _ parts: [Part]) -> Digest {
    var bytes = CanonicalBytes()
    bytes.add(previous)
    for part in parts {
      bytes.add(part.name)
      bytes.add(part.digest)
    }
    return bytes.digest
  }
}
