import ApportionPrimitives
import Foundation
import Testing

@Suite("Kernels: softmax cross-entropy")
struct KernelSoftmaxTests {
  /// The same in Double: correct predictions, each sample's loss, each logit's gradient.
  struct Twin {
    var correct = 0
    var losses: [Double] = []
    var gradient: [Double]

    init(logits: [Float], labels: [Int32], classes: Int, scale: Double = 1) {
      let samples = labels.count
      gradient = [Double](repeating: 0, count: logits.count)
      for (sample, label) in labels.enumerated() {
        let z = (0..<classes).map { Double(logits[$0 * samples + sample]) }
        let largest = z.max() ?? 0
        let exponentials = z.map { Foundation.exp($0 - largest) }
        let total = exponentials.reduce(0, +)
        if z.firstIndex(of: largest) == Int(label) { correct += 1 }
        losses.append(Foundation.log(total) + largest - z[Int(label)])
        for c in 0..<classes {
          let target = c == Int(label) ? 1.0 : 0
          gradient[c * samples + sample] = scale * (exponentials[c] / total - target)
        }
      }
    }
  }

  static let classes = [2, 3, 10, 17]

  @Test("agrees with the formula in double", arguments: Kernels.available, classes)
  func formula(kernels: Kernels, classes: Int) {
    var stream = RandomStream(seed: 1).child("classes", classes)
    for samples in 1...33 {
      let logits = stream.floats(classes * samples).map { 4 * $0 }
      let labels = (0..<samples).map { _ in Int32(stream.integer(below: classes)) }
      let scale: Float = 1 / Float(samples)
      let twin = Twin(logits: logits, labels: labels, classes: classes, scale: Double(scale))
      // In units of 2⁻²⁴: the sum of exponentials has one rounding for each class and 2.04 from
      // exp; its logarithm as many absolutely. The other few grow with the loss itself.
      let tolerance = twin.losses.reduce(0) { $0 + (Double(classes) + 4 + 4 * $1) * 0x1p-24 }

      let outcome = kernels.softmaxCrossEntropy(
        logits, labels: labels, classes: classes, samples: samples)
      #expect(outcome.correct == twin.correct)
      #expect(abs(outcome.loss - twin.losses.reduce(0, +)) <= tolerance)

      var loss = 0.0
      let gradient = Guarded.after(logits) {
        loss = kernels.softmaxCrossEntropyGradient(
          $0, labels: labels, classes: classes, samples: samples, scale: scale)
      }
      #expect(loss == outcome.loss, "both passes sum the same losses")
      for (element, exact) in zip(gradient, twin.gradient) {
        // A probability is at most 1 and has the sum's roundings, exp's and four of its own.
        let allowed = Double(scale) * (Double(classes) + 8) * 0x1p-24
        #expect(abs(Double(element) - exact) <= allowed)
      }
    }
  }

  @Test("of equal logits the first class wins", arguments: Kernels.available, classes)
  func ties(kernels: Kernels, classes: Int) {
    var stream = RandomStream(seed: 2).child("classes", classes)
    for samples in 1...33 {
      // Three values among many classes: most samples have a tie at the top.
      let logits = (0..<(classes * samples)).map { _ in Float(stream.integer(below: 3)) }
      let labels = (0..<samples).map { _ in Int32(stream.integer(below: classes)) }
      let outcome = kernels.softmaxCrossEntropy(
        logits, labels: labels, classes: classes, samples: samples)
      #expect(
        outcome.correct == Twin(logits: logits, labels: labels, classes: classes).correct)
    }
    let level = [Float](repeating: 0.5, count: classes)
    for label in 0..<classes {
      let outcome = kernels.softmaxCrossEntropy(
        level, labels: [Int32(label)], classes: classes, samples: 1)
      #expect(outcome.correct == (label == 0 ? 1 : 0))
    }
  }

  @Test("huge logits neither overflow nor lose the loss", arguments: Kernels.available)
  func extremes(kernels: Kernels) {
    // Sample 0 is right and sure, sample 1 wrong and as sure, sample 2 undecided between two.
    let logits: [Float] = [
      1e38, 1e38, -1e38,
      -1e38, -1e38, 1e38,
      0, 0, 1e38,
    ]
    let labels: [Int32] = [0, 1, 2]
    let sure = kernels.softmaxCrossEntropy(
      [1e38, -1e38, 0], labels: [0], classes: 3, samples: 1)
    #expect(sure == (correct: 1, loss: 0))
    let outcome = kernels.softmaxCrossEntropy(logits, labels: labels, classes: 3, samples: 3)
    #expect(outcome.correct == 1)
    #expect(abs(outcome.loss - 2e38) <= 2e38 * 0x1p-23)
    let gradient = Guarded.after(logits) {
      _ = kernels.softmaxCrossEntropyGradient(
        $0, labels: labels, classes: 3, samples: 3, scale: 1)
    }
    // e⁻⁸⁷, the least that exp gives, is far below what a sum of 1 can feel.
    let expected: [Float] = [0, 1, 0, 0, -1, 0.5, 0, 0, -0.5]
    #expect(zip(gradient, expected).allSatisfy { abs($0 - $1) <= 0x1p-125 })
  }

  @Test(
    "a logit that is not finite makes the loss NaN", arguments: Kernels.available,
    [Float.nan, .infinity, -.infinity])
  func notFinite(kernels: Kernels, bad: Float) {
    let (classes, samples) = (3, 18)
    let labels = (0..<samples).map { Int32($0 % classes) }
    for place in 0..<(classes * samples) {
      var logits = [Float](repeating: 0.25, count: classes * samples)
      logits[place] = bad
      let outcome = kernels.softmaxCrossEntropy(
        logits, labels: labels, classes: classes, samples: samples)
      #expect(outcome.loss.isNaN)
      var loss = 0.0
      let gradient = Guarded.after(logits) {
        loss = kernels.softmaxCrossEntropyGradient(
          $0, labels: labels, classes: classes, samples: samples, scale: 1)
      }
      #expect(loss.isNaN)
      let broken = gradient.indices.filter { gradient[$0].isNaN }
      #expect(
        broken == (0..<classes).map { $0 * samples + place % samples }, "of that sample alone")
    }
  }
}
