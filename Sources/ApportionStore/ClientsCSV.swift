import ApportionSimulation

/// The clients of a run as text: a row for each, with its index, by which `contributions.csv` knows it.
struct ClientsCSV {
  static let header = "client,name,examples,label_noise,feature_noise,free_rider"

  let text: String

  init(_ clients: [ClientRecord]) {
    text = clients.reduce(into: Self.header + "\n") {
      let corruption = $1.corruption
      $0 += "\($1.id),\(quoted($1.name)),\($1.examples),\(corruption.labelNoise),"
      $0 += "\(corruption.featureNoise),\(corruption.freeRider)\n"
    }
  }
}

/// A field in quotes where it needs them; those at whose ends there are blanks do, too, for readers that
/// drop them.
///
/// - Source: RFC 4180, section 2, rules 5 to 7.
private func quoted(_ field: String) -> String {
  // By scalars, because a line end of two characters is neither of them.
  let blanks = "\t ".unicodeScalars
  let isPadded = [field.unicodeScalars.first, field.unicodeScalars.last].contains {
    $0.map(blanks.contains) ?? true
  }
  guard
    isPadded || field.unicodeScalars.contains(where: { "\",\r\n".unicodeScalars.contains($0) })
  else { return field }
  return "\"\(field.replacing("\"", with: "\"\""))\""
}
