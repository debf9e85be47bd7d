import ApportionPrimitives

/// The working memory of a network for one batch, allocated once and used for many batches.
struct Workspace: ~Copyable {
  private let activationMemory: Scratch<Float>
  private let gradientMemory: Scratch<Float>
  private let sampleMemory: Scratch<Float>
  private let hiddenMemory: Scratch<Float>
  private let labelMemory: Scratch<Int32>
  private let starts: [Int]
  private let widest: Int

  init(network: Network, batch: Int) {
    let sizes = network.widths.map { $0 * batch }
    starts = sizes.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
    widest = sizes.dropFirst().reduce(0, max)
    activationMemory = Scratch(count: starts[sizes.count])
    gradientMemory = Scratch(count: 2 * widest)
    sampleMemory = Scratch(count: sizes[0])
    hiddenMemory = Scratch(count: widest)
    labelMemory = Scratch(count: batch)
  }

  /// The batch as samples: [batch, features].
  var samples: UnsafeMutablePointer<Float> { sampleMemory.base }
  /// The class of each sample.
  var labels: UnsafeMutablePointer<Int32> { labelMemory.base }
  /// A layer's activations or gradients as samples: [batch, width].
  var hiddenSamples: UnsafeMutablePointer<Float> { hiddenMemory.base }

  /// The activations [width, batch] of layer `number`; layer 0 is the input.
  func activation(_ number: Int) -> UnsafeMutablePointer<Float> {
    activationMemory.base + starts[number]
  }

  /// The gradient [width, batch] at layer `number`; those of neighbouring layers do not overlap.
  func gradient(_ number: Int) -> UnsafeMutablePointer<Float> {
    gradientMemory.base + (number % 2) * widest
  }
}
