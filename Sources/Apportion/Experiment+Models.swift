package import ApportionPrimitives
package import ApportionSimulation
package import Foundation

extension Experiment {
  /// The network of the configured kind, unless it is too large to train.
  func network(for dataset: Dataset) throws(InvalidSetting) -> Network {
    let network = configuration.model.network(
      features: dataset.featureCount, classes: dataset.classCount)
    let most = 1 << 26
    try InvalidSetting.check(
      "model", "a network of \(network.parameterCount) parameters", network.parameterCount <= most,
      mustBe: "one of at most \(most); make its layers, or the data, narrower")
    return network
  }

  /// Refuses a round whose models do not fit in this machine's memory, before any of them is created.
  package func checkMemory(
    for network: Network, participants: Int,
    of most: Double = Double(ProcessInfo.processInfo.physicalMemory)
  ) throws(InvalidSetting) {
    let bytes = modelBytes(of: network, participants: participants)
    try InvalidSetting.check(
      "model", "a network of \(network.parameterCount) parameters", bytes <= most,
      mustBe: """
        smaller: the models of \(counted(participants, "participant")) take \(shownBytes(bytes)), and this \
        machine has \(shownBytes(most)); make layers narrower, or lower `participation.fraction`
        """)
  }

  /// The bytes of a round's models: those of each participant, those before and after, and the strategy's
  /// state.
  func modelBytes(of network: Network, participants: Int) -> Double {
    4 * Double(network.parameterCount) * Double(participants + 4)
  }
}
