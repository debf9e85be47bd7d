import ApportionPrimitives
import ApportionSimulation
import Testing

@Suite("Corruption")
struct CorruptionTests {
  private func corruption(labels: Double = 0, features: Double = 0) -> Corruption {
    var corruption = Corruption()
    (corruption.labelNoise, corruption.featureNoise) = (labels, features)
    return corruption
  }

  /// The client's labels before and after.
  private func labels(
    _ corruption: Corruption, of dataset: Dataset, rows: [Int], seed: UInt64
  ) -> [(before: Int32, after: Int32)] {
    let own = corruption.apply(to: dataset, rows: rows, using: RandomStream(seed: seed))
    return zip(rows, own.rows).map { (dataset.labels[$0], own.dataset.labels[$1]) }
  }

  @Test(
    "replaces the nearest whole number of labels by other classes",
    arguments: [0.001, 0.01, 0.25, 0.333, 0.5, 0.9, 1], 1...3 as ClosedRange<UInt64>)
  func labelCount(rate: Double, seed: UInt64) {
    let rows = Array(stride(from: 3, to: 200, by: 2))
    let labels = labels(corruption(labels: rate), of: examples(200), rows: rows, seed: seed)
    #expect(labels.count == 99)
    #expect(labels.count { $0.before != $0.after } == Int((rate * 99).rounded()))
    #expect(labels.allSatisfy { (0..<4).contains($0.after) })
  }

  @Test("other classes are equally likely, and so are the rows", arguments: [1, 2, 3] as [UInt64])
  func uniform(seed: UInt64) {
    let dataset = examples(4000)
    let labels = labels(
      corruption(labels: 0.5), of: dataset, rows: Array(0..<4000), seed: seed)
    for before in 0..<4 as Range<Int32> {
      let group = labels.filter { $0.before == before }
      let replaced = Double(group.count { $0.after != before })
      // Half of each class, to within four standard errors of a binomial count.
      #expect(abs(replaced - Double(group.count) / 2) <= 4 * Double(group.count).squareRoot() / 2)
      for after in 0..<4 as Range<Int32> where after != before {
        let count = Double(group.count { $0.after == after })
        #expect(abs(count - replaced / 3) <= 4 * (replaced * 2 / 9).squareRoot())
      }
    }
  }

  @Test("of two classes, it replaces each by the other")
  func twoClasses() {
    let labels = labels(
      corruption(labels: 1), of: examples(40, classes: 2), rows: Array(0..<40), seed: 1)
    #expect(labels.allSatisfy { $0.after == 1 - $0.before })
  }

  @Test(
    "more label noise replaces the same labels and further ones", arguments: [1, 2] as [UInt64])
  func nested(seed: UInt64) {
    let (dataset, rows) = (examples(100), Array(0..<100))
    let little = labels(corruption(labels: 0.2), of: dataset, rows: rows, seed: seed)
    let more = labels(corruption(labels: 0.6), of: dataset, rows: rows, seed: seed)
    for (little, more) in zip(little, more) where little.after != little.before {
      #expect(more.after == little.after)
    }
  }

  @Test("adds normal noise of the deviation given to every feature", arguments: [0.5, 3])
  func featureNoise(deviation: Double) {
    let (count, width) = (100, 50)
    let dataset = Dataset(
      features: (0..<count * width).map { Float($0 % 7) }, featureCount: width,
      labels: Array(repeating: 0, count: count), classNames: ["a", "b"])
    let rows = Array(20..<100)
    let own = corruption(features: deviation).apply(
      to: dataset, rows: rows, using: RandomStream(seed: 1))
    let clean = dataset.selecting(rows)
    #expect(own.dataset.labels == clean.labels)
    let noise = zip(own.dataset.features, clean.features).map { Double($0) - Double($1) }
    #expect(noise.allSatisfy { $0 != 0 })
    let size = Double(noise.count)
    let mean = noise.reduce(0, +) / size
    let square = noise.reduce(0) { $0 + $1 * $1 } / size
    let fourth = noise.reduce(0) { $0 + $1 * $1 * $1 * $1 } / size
    let variance = deviation * deviation
    // Four standard errors of 4,000 normal draws for the mean, the variance and the fourth moment,
    // whose own variance is 96 σ⁸.
    #expect(abs(mean) < 4 * deviation / size.squareRoot())
    #expect(abs(square / variance - 1) < 4 * (2 / size).squareRoot())
    #expect(abs(fourth / (variance * variance) - 3) < 4 * (96 / size).squareRoot())
  }

  @Test("what is not corrupted stays where it was, without a copy", arguments: [false, true])
  func untouched(freeRider: Bool) {
    let dataset = examples(100)
    var corruption = Corruption()
    corruption.freeRider = freeRider
    let own = corruption.apply(to: dataset, rows: [5, 3, 8], using: RandomStream(seed: 1))
    #expect(own.rows == [5, 3, 8])
    #expect(own.dataset == dataset)
    let (before, after) = (
      dataset.features.withUnsafeBufferPointer(\.baseAddress),
      own.dataset.features.withUnsafeBufferPointer(\.baseAddress)
    )
    #expect(before == after)
  }

  @Test("a corrupted client holds its own examples alone, in order")
  func ownExamples() {
    let dataset = examples(100, sites: 2)
    let own = corruption(labels: 0.5).apply(
      to: dataset, rows: [5, 30, 80], using: RandomStream(seed: 1))
    #expect(own.rows == [0, 1, 2])
    #expect(own.dataset.features == [5, 30, 80])
    #expect(own.dataset.sites == [5, 30, 80].map { dataset.sites[$0] })
    #expect(own.dataset.classNames == dataset.classNames)
  }

  @Test("noise in one client changes nobody else's data, nor one kind of noise the other")
  func independent() {
    let dataset = examples(100)
    let stream = RandomStream(seed: 9)
    let original = dataset
    func client(_ id: Int, _ corruption: Corruption) -> Dataset {
      corruption.apply(
        to: dataset, rows: Array(50 * id..<50 * id + 50), using: stream.child("corruption", id)
      ).dataset
    }
    let alone = client(1, corruption(labels: 0.3))
    _ = client(0, corruption(labels: 0.9, features: 2))
    #expect(client(1, corruption(labels: 0.3)) == alone)
    #expect(dataset == original)
    let both = client(1, corruption(labels: 0.3, features: 2))
    #expect(both.labels == alone.labels)
    #expect(both.features == client(1, corruption(features: 2)).features)
    #expect(
      client(0, corruption(features: 1)).features != client(1, corruption(features: 1)).features)
  }

  @Test("says what is wrong with a client in a few words")
  func description() {
    #expect(Corruption().description == "")
    #expect(corruption(labels: 0.6).description == "label noise 0.6")
    var all = corruption(labels: 0.25, features: 1.5)
    all.freeRider = true
    #expect(all.description == "label noise 0.25, feature noise 1.5, free-rider")
    let client = Client(id: 3, name: "paris", dataset: examples(9), rows: [1, 4], corruption: all)
    #expect(client.record == ClientRecord(id: 3, name: "paris", examples: 2, corruption: all))
  }

  @Test("refuses settings that are out of range")
  func settings() {
    for (rate, shown) in [(-0.1, "-0.1"), (1.5, "1.5"), (.nan, "nan")] {
      #expect(
        complaint { try corruption(labels: rate).validate() }
          == "`labelNoise` is \(shown), but must be from 0 to 1")
    }
    for (deviation, shown) in [(-1.0, "-1.0"), (.infinity, "inf"), (.nan, "nan")] {
      #expect(
        complaint { try corruption(features: deviation).validate() }
          == "`featureNoise` is \(shown), but must be at least 0 and finite")
    }
    #expect(complaint { try corruption(labels: 1, features: 10).validate() } == "no complaint")
  }
}
