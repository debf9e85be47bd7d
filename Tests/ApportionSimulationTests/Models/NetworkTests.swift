import ApportionSimulation
import Testing

@Suite("Network")
struct NetworkTests {
  @Test("lays the layers end to end, weights before biases, without a gap")
  func layers() {
    let network = Network(widths: [4, 3, 2])
    #expect(network.layers.map(\.weights) == [0, 15])
    #expect(network.layers.map(\.biases) == [12, 21])
    #expect(network.layers.map(\.end) == [15, 23])
    #expect(network.parameterCount == 23)
    #expect(network.featureCount == 4)
    #expect(network.classCount == 2)
  }

  @Test("names a parameter by layer, row and column")
  func names() {
    let network = Network(widths: [4, 3, 2])
    #expect(network.name(ofParameter: 0) == "layers.0.weight[0, 0]")
    #expect(network.name(ofParameter: 6) == "layers.0.weight[1, 2]")
    #expect(network.name(ofParameter: 11) == "layers.0.weight[2, 3]")
    #expect(network.name(ofParameter: 12) == "layers.0.bias[0]")
    #expect(network.name(ofParameter: 15) == "layers.1.weight[0, 0]")
    #expect(network.name(ofParameter: 20) == "layers.1.weight[1, 2]")
    #expect(network.name(ofParameter: 22) == "layers.1.bias[1]")
  }

  @Test("names every parameter differently")
  func distinctNames() {
    let network = Network(widths: [3, 5, 4, 2])
    let names = (0..<network.parameterCount).map(network.name(ofParameter:))
    #expect(Set(names).count == network.parameterCount)
  }
}
