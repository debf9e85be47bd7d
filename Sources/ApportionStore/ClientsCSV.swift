import ApportionSimulation

/// The clients of a run as text: a row for each, with its index, by which `contributions.csv` knows it.
struct ClientsCSV {
  let text: String

  init(_ clients: [ClientRecord]) {
    text = clients.reduce(into: "client,name,examples,label_noise,feature_noise,free_rider\n") {
      let corruption = $1.corruption
      $0 += "\($1.id),\(quoted($1.name)),\($1.examples),\(corruption.labelNoise),"
      $0 += "\(corruption.featureNoise),\(corruption.freeRider)\n"
    }
  }
}

/// A field in quotes where it needs them.
///
/// - Source: RFC 4180, section 2, rules 5 to 7.
private func quoted(_ field: String) -> String {
  // By scalars, because a line end of two characters is neither of them.
  guard field.unicodeScalars.contains(where: { "\",\r\n".unicodeScalars.contains($0) }) else {
    return field
  }
  return "\"\(field.replacing("\"", with: "\"\""))\""
}
