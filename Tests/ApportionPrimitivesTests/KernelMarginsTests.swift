import ApportionPrimitives
import Foundation
import Testing

@Suite("Kernels: margins of a coalition")
struct KernelMarginsTests {
  /// Mixed pre-activations of a block of samples, with the answers for both activations.
  struct AffineCombination: Sendable {
    let units, count: Int
    let low, high, weights, biases: [Float]
    let tanhScale: Float = 1.3
    var behindReLU: [Float] = []
    var behindTanh: [Float] = []

    init(units: Int, count: Int) {
      (self.units, self.count) = (units, count)
      var stream = RandomStream(seed: 9).child("units", units).child("count", count)
      low = stream.floats(units * Kernels.block)
      high = stream.floats(units * Kernels.block)
      weights = stream.floats(count * units)
      biases = stream.floats(count)
      let sums = zip(low, high).map { $0 + $1 }
      behindReLU = margins(of: sums.map { max($0, 0) })
      // What the tanh kernel is worth, its own tests say.
      var hidden = sums.map { $0 * tanhScale }
      Kernels.available[0].tanh(&hidden, count: hidden.count)
      behindTanh = margins(of: hidden)
    }

    /// fma(weights[U−1], hidden[U−1], … fma(weights[0], hidden[0], bias)) for each class and sample.
    private func margins(of hidden: [Float]) -> [Float] {
      (0..<count * Kernels.block).map { place in
        let (other, sample) = (place / Kernels.block, place % Kernels.block)
        var sum = biases[other]
        for unit in 0..<units {
          sum = sum.addingProduct(
            weights[other * units + unit], hidden[unit * Kernels.block + sample])
        }
        return sum
      }
    }

    func result(_ kernels: Kernels, _ activation: Kernels.Activation) -> [Float] {
      withAddresses(of: low, high, weights, biases) { address in
        Guarded.after([Float](repeating: .nan, count: count * Kernels.block)) {
          kernels.mixedMargins(
            low: address[0], high: address[1], weights: address[2], biases: address[3], into: $0,
            units: units, count: count, activation: activation)
        }
      }
    }
  }

  // Margins fill groups of 2, 5 and 9 registers, and end them.
  static let mixtures =
    [0, 1, 2].flatMap { units in (1...20).map { AffineCombination(units: units, count: $0) } }
    + [127, 128].flatMap { units in [1, 9, 11].map { AffineCombination(units: units, count: $0) } }

  @Test("each is one chain in the order of the hidden units", arguments: Kernels.available)
  func chains(kernels: Kernels) {
    for combination in Self.mixtures {
      #expect(
        firstDifference(combination.result(kernels, .relu), combination.behindReLU) == nil,
        "relu, \(combination.units) units, \(combination.count) margins")
      #expect(
        firstDifference(
          combination.result(kernels, .tanh(scale: combination.tanhScale)), combination.behindTanh)
          == nil,
        "tanh, \(combination.units) units, \(combination.count) margins")
    }
  }

  @Test(
    "a hidden unit that is no number makes its sample's margins none", arguments: Kernels.available)
  func notANumber(kernels: Kernels) {
    var low = [Float](repeating: 1, count: 3 * Kernels.block)
    low[Kernels.block + 20] = .nan
    let (high, weights) = (low.map { _ in Float(1) }, [Float](repeating: 1, count: 12))
    for activation in [Kernels.Activation.relu, .tanh(scale: 1)] {
      let margins = Guarded.after([Float](repeating: 0, count: 4 * Kernels.block)) {
        kernels.mixedMargins(
          low: low, high: high, weights: weights, biases: [0, 0, 0, 0], into: $0, units: 3,
          count: 4, activation: activation)
      }
      for (place, margin) in margins.enumerated() {
        #expect(margin.isNaN == (place % Kernels.block == 20))
      }
    }
  }

  /// Margins [count, stride] of samples, with what a kernel must not look at behind them.
  struct Evaluated: Sendable {
    let count, samples, stride: Int
    let margins: [Float]

    init(count: Int, samples: Int, _ margin: () -> Float) {
      (self.count, self.samples) = (count, samples)
      stride = (samples + 15) / 16 * 16
      let width = stride
      margins = (0..<count * stride).map { $0 % width < samples ? margin() : .nan }
    }

    func result(
      _ kernels: Kernels, earlier: Int, scale: Float = 1, withLoss: Bool = true
    ) -> (correct: Int32, loss: Double) {
      kernels.evaluate(
        margins, stride: stride, count: count, earlier: earlier, samples: samples, scale: scale,
        withLoss: withLoss)
    }

    /// The margins of one sample.
    private func of(_ sample: Int) -> [Double] {
      (0..<count).map { Double(margins[$0 * stride + sample]) }
    }

    /// How many samples no earlier class reaches and no later one beats.
    func correct(earlier: Int) -> Int {
      (0..<samples).count { sample in
        of(sample).enumerated().allSatisfy { $0 < earlier ? $1 < 0 : $1 <= 0 }
      }
    }

    /// ln(1 + Σ e^(scale · margin)) of each sample.
    func losses(scale: Double) -> [Double] {
      (0..<samples).map { sample in
        let scaled = of(sample).map { scale * $0 } + [0]
        let largest = scaled.max() ?? 0
        return largest + Foundation.log(scaled.reduce(0) { $0 + Foundation.exp($1 - largest) })
      }
    }
  }

  @Test("are evaluated as the formula says in double", arguments: Kernels.available)
  func evaluate(kernels: Kernels) {
    var stream = RandomStream(seed: 10)
    for count in 1...20 {
      for samples in [1, 2, 15, 16, 17, 31, 32, 33] {
        let evaluated = Evaluated(count: count, samples: samples) { Float(stream.normal()) }
        let losses = evaluated.losses(scale: 3)
        // In units of 2⁻²⁴: the sum of exponentials has one rounding for each margin and 2.04 from
        // exp, its logarithm as many absolutely; three more grow with the loss itself.
        let tolerance = losses.reduce(0) { $0 + (Double(count) + 5 + 3 * $1) * 0x1p-24 }
        for earlier in 0...count {
          let outcome = evaluated.result(kernels, earlier: earlier, scale: 3)
          #expect(Int(outcome.correct) == evaluated.correct(earlier: earlier))
          #expect(abs(outcome.loss - losses.reduce(0, +)) <= tolerance)
          let without = evaluated.result(kernels, earlier: earlier, scale: 3, withLoss: false)
          #expect(without == (correct: outcome.correct, loss: 0))
        }
      }
    }
  }

  @Test("of 0 lose to an earlier class and win over a later one", arguments: Kernels.available)
  func ties(kernels: Kernels) {
    var stream = RandomStream(seed: 11)
    for count in [1, 2, 3, 9, 16] {
      // Mostly below 0, so that a tie decides.
      let evaluated = Evaluated(count: count, samples: 33) {
        stream.integer(below: count) == 0 ? (stream.integer(below: 2) == 0 ? 0 : -0.0) : -1
      }
      for earlier in 0...count {
        let outcome = evaluated.result(kernels, earlier: earlier)
        #expect(Int(outcome.correct) == evaluated.correct(earlier: earlier))
      }
      #expect(evaluated.correct(earlier: 0) == 33)
      #expect(evaluated.correct(earlier: count) < 33)
    }
  }

  @Test("that are huge neither overflow nor lose the loss", arguments: Kernels.available)
  func extremes(kernels: Kernels) {
    let sure = Evaluated(count: 2, samples: 5) { -1e38 }
    #expect(sure.result(kernels, earlier: 1) == (correct: 5, loss: 0))
    let wrong = Evaluated(count: 2, samples: 1) { 1e38 }
    let outcome = wrong.result(kernels, earlier: 1)
    #expect(outcome.correct == 0)
    #expect(abs(outcome.loss - 1e38) <= 1e38 * 0x1p-23)
    // The scale may overflow what it multiplies: an infinite loss, which is no loss.
    #expect(wrong.result(kernels, earlier: 1, scale: 100).loss == .infinity)
  }

  @Test(
    "that are not finite make the loss NaN", arguments: Kernels.available,
    [Float.nan, .infinity, -.infinity])
  func notFinite(kernels: Kernels, bad: Float) {
    for place in 0..<3 * 18 {
      var number = 0
      let evaluated = Evaluated(count: 3, samples: 18) {
        number += 1
        return number == place + 1 ? bad : -1
      }
      #expect(evaluated.result(kernels, earlier: 1).loss.isNaN)
      #expect(evaluated.result(kernels, earlier: 1, withLoss: false).loss == 0)
    }
  }
}
