import ApportionPrimitives
import Testing

@Suite("Kernels: sixteen coalitions side by side")
struct KernelCoalitionsTests {
  static let lanes = Kernels.lanes

  @Test("lanes hold the sums over sets of the first players", arguments: Kernels.available)
  func spreadLowSets(kernels: Kernels) {
    var stream = RandomStream(seed: 60)
    for players in 0...Kernels.lanePlayers {
      for count in [0, 1, 5, 17] {
        // Elements 3 apart, players 2 apart within them at most.
        let parts = stream.floats(3 * count + 2 * Kernels.lanePlayers)
        let sums = Guarded.after([Float](repeating: .nan, count: count * Self.lanes)) {
          kernels.spreadLowSets(
            parts, partStride: 2, elementStride: 3, players: players, into: $0, count: count)
        }
        for place in sums.indices {
          let (element, lane) = (place / Self.lanes, place % Self.lanes)
          let sum = (0..<players).filter { lane >> $0 & 1 == 1 }.reduce(Float(0)) {
            $0 + parts[3 * element + 2 * $1]
          }
          #expect(sums[place] == sum)
        }
      }
    }
  }

  @Test("a number is added to all lanes of its row, and a row has its peak")
  func rows() {
    var stream = RandomStream(seed: 61)
    for kernels in Kernels.available {
      for count in [0, 1, 9, 33] {
        let (lows, highs) = (stream.floats(count * Self.lanes), stream.floats(count))
        let sums = Guarded.after(lows) { kernels.addSpread($0, highs, into: $0, count: count) }
        #expect(sums == lows.indices.map { lows[$0] + highs[$0 / Self.lanes] })
        let peaks = Guarded.after(highs) { kernels.lanePeaks(lows, into: $0, count: count) }
        #expect(
          peaks == highs.indices.map { lows[$0 * Self.lanes..<($0 + 1) * Self.lanes].max() })
      }
    }
  }

  /// Pre-activations [units, 32] of up to 20 players, with zeros and units of one sign among them.
  static func units(_ count: Int, players: Int, _ stream: inout RandomStream) -> [Float] {
    (0..<count).flatMap { _ in
      let kind = stream.integer(below: 5)
      return (0..<32).map { player -> Float in
        let value = Float(stream.normal())
        guard player < players, kind > 0, stream.integer(below: 8) > 0 else { return 0 }
        return kind == 1 ? abs(value) : kind == 2 ? -abs(value) : value
      }
    }
  }

  @Test("units are sorted by their signs over the players", arguments: Kernels.available)
  func sortUnits(kernels: Kernels) {
    var stream = RandomStream(seed: 62)
    for (count, players) in [(0, 3), (1, 1), (40, 2), (40, 16), (40, 17), (100, 20)] {
      let units = Self.units(count, players: players, &stream)
      let rows = (0..<count).map { Array(units[32 * $0..<32 * ($0 + 1)]) }
      let steady = rows.indices.filter { unit in
        rows[unit].contains { $0 > 0 } && rows[unit].allSatisfy { $0 >= 0 }
      }
      let mixed = rows.indices.filter { unit in
        rows[unit].contains { $0 > 0 } && rows[unit].contains { $0 < 0 }
      }
      #expect(count < 40 || steady.count > 3 && steady.count + mixed.count < count - 3)

      var steadyNumbers = [Int32](repeating: -1, count: count)
      var mixedNumbers = steadyNumbers
      var found = (steady: 0, mixed: 0)
      var steadyRows: [Float] = []
      let mixedRows = Guarded.after(units) { mixedRows in
        steadyRows = Guarded.after(units) { steadyRows in
          steadyNumbers.withUnsafeMutableBufferPointer { steady in
            mixedNumbers.withUnsafeMutableBufferPointer { mixed in
              guard let steady = steady.baseAddress, let mixed = mixed.baseAddress else { return }
              found = kernels.sortUnits(
                units, count: count, width: 32,
                steady: Kernels.UnitList(numbers: steady, rows: steadyRows),
                mixed: Kernels.UnitList(numbers: mixed, rows: mixedRows))
            }
          }
        }
      }
      #expect(found == (steady.count, mixed.count))
      #expect(steadyNumbers.prefix(found.steady).map(Int.init) == steady)
      #expect(mixedNumbers.prefix(found.mixed).map(Int.init) == mixed)
      #expect(Array(steadyRows.prefix(32 * found.steady)) == steady.flatMap { rows[$0] })
      #expect(Array(mixedRows.prefix(32 * found.mixed)) == mixed.flatMap { rows[$0] })
    }
  }

  @Test("places of either sign are counted, as many as there are", arguments: Kernels.available)
  func countMixed(kernels: Kernels) {
    var stream = RandomStream(seed: 63)
    for vectors in [0, 1, 2, 10] {
      for count in [0, 1, 15, 16, 17, 100] {
        let stride = count + 3
        let numbers = (0..<vectors * stride).map { _ in Float(stream.integer(below: 5) - 2) }
        let mixed = (0..<count).count { place in
          let column = (0..<vectors).map { numbers[$0 * stride + place] }
          return column.contains { $0 > 0 } && column.contains { $0 < 0 }
        }
        let found = kernels.countMixed(numbers, stride: stride, vectors: vectors, count: count)
        #expect(found == mixed)
      }
    }
  }

  @Test("a form grows by what a player adds alone and in pairs", arguments: Kernels.available)
  func extendForm(kernels: Kernels) {
    var stream = RandomStream(seed: 64)
    for count in [1, 9, 15, 16, 17, 40] {
      let pairStride = (count + 15) / 16 * 16
      let (parent, joining) = (stream.floats(count * Self.lanes), stream.floats(count * Self.lanes))
      let pairs = stream.floats(70 * pairStride)
      for others in [0, 1, 0b1010, 1 << 62, .max] {
        let members = (0..<63).filter { others >> $0 & 1 == 1 }
        let own = Guarded.after(parent) {
          kernels.extendForm(
            parent, joining: joining, pairs: pairs, pairStride: pairStride, others: others,
            into: $0, count: count)
        }
        for place in own.indices {
          let with = members.reduce(Float(0)) {
            $0 + pairs[$1 * pairStride + place / Self.lanes]
          }
          #expect(own[place] == parent[place] + joining[place] + with)
        }
      }
    }
  }

  @Test("margins are one chain from the form over the units that say something")
  func formMargins() {
    var stream = RandomStream(seed: 65)
    for count in 1...20 {
      for units in [0, 1, 7, 30] {
        let (form, biases) = (stream.floats(count * Self.lanes), stream.floats(count * Self.lanes))
        let weights = stream.floats(3 * units * count * Self.lanes)
        let (lows, highs) = (stream.floats(units * Self.lanes), stream.floats(units).map { 2 * $0 })
        let peaks = (0..<units).map { lows[$0 * Self.lanes..<($0 + 1) * Self.lanes].max() ?? 0 }
        let numbers = (0..<units).map { Int32(3 * $0 + 1) }
        let truth = form.indices.map { place in
          let (other, lane) = (place / Self.lanes, place % Self.lanes)
          return (0..<units).reduce(form[place] + biases[place]) { sum, unit in
            let weight = weights[(Int(numbers[unit]) * count + other) * Self.lanes + lane]
            return sum.addingProduct(weight, max(0, lows[unit * Self.lanes + lane] + highs[unit]))
          }
        }
        for kernels in Kernels.available {
          var live = [Int32](repeating: 0, count: units)
          let margins = Guarded.after([Float](repeating: .nan, count: form.count)) {
            kernels.formMargins(
              form: form, biases: biases, weights: weights, lows: lows, peaks: peaks, highs: highs,
              numbers: numbers, unitCount: units, into: $0, count: count, live: &live)
          }
          #expect(margins == truth, "\(kernels.name), \(count) margins, \(units) units")
        }
      }
    }
  }

  @Test("each lane is evaluated as its samples are alone, one after another")
  func judgeLanes() {
    var stream = RandomStream(seed: 66)
    for (count, samples) in [(1, 1), (2, 31), (9, 32), (16, 3), (20, 5)] {
      // Ties among them, and a lane whose scale overflows.
      let margins = stream.floats(samples * count * Self.lanes).map { abs($0) < 0.1 ? 0 : $0 - 1 }
      var scales = (0..<Self.lanes).map { _ in Float(stream.uniform() * 5) }
      scales[3] = 1e38
      for earlier in [0, count / 2, count] {
        for withLoss in [false, true] {
          let start = (0..<Self.lanes).map { (Int32($0), Double($0) / 7) }
          let truth = (0..<Self.lanes).map { lane in
            (0..<samples).reduce(start[lane]) { sum, sample in
              var column = [Float](repeating: 0, count: count * 16)
              for other in 0..<count {
                column[other * 16] = margins[(sample * count + other) * Self.lanes + lane]
              }
              let part = Kernels.available[0].evaluate(
                column, stride: 16, count: count, earlier: earlier, samples: 1,
                scale: scales[lane], withLoss: withLoss)
              return (sum.0 + part.correct, sum.1 + part.loss)
            }
          }
          for kernels in Kernels.available {
            var (correct, loss) = (start.map(\.0), start.map(\.1))
            kernels.judgeLanes(
              margins, count: count, earlier: earlier, samples: samples, scales: scales,
              withLoss: withLoss, correct: &correct, loss: &loss)
            #expect(correct == truth.map(\.0), "\(kernels.name)")
            #expect(
              loss.map(\.bitPattern) == truth.map(\.1.bitPattern), "\(kernels.name), \(count)")
          }
        }
      }
    }
  }
}
