import ApportionSimulation

/// The clients of a run as CSV text: one row per client, with its index and its name.
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
