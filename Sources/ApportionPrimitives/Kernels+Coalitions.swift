import CApportionKernels

// One sample under sixteen coalitions at once. Lane l is the coalition of those of the first four
// players whose bit is set in l, with some set of the other players that all lanes share.

extension Kernels {
  /// How many coalitions are evaluated side by side.
  package static let lanes = 16
  /// How many players tell the lanes apart.
  package static let lanePlayers = 4

  /// out [count, lanes] ← the sums over the lanes' players of numbers at
  /// `parts[element · elementStride + player · partStride]`.
  ///
  /// - Precondition: `players`, of whom there are parts, is at most `lanePlayers`; the others add
  ///   nothing.
  package func spreadLowSets(
    _ parts: UnsafePointer<Float>, partStride: Int, elementStride: Int, players: Int,
    into out: UnsafeMutablePointer<Float>, count: Int
  ) {
    table.spread_low_sets(out, parts, partStride, elementStride, players, count)
  }

  /// out [count, lanes] ← lows [count, lanes] + highs [count].
  package func addSpread(
    _ lows: UnsafePointer<Float>, _ highs: UnsafePointer<Float>,
    into out: UnsafeMutablePointer<Float>, count: Int
  ) {
    table.add_spread(out, lows, highs, count)
  }

  /// Sorts a sample's hidden units by their pre-activations [count, width], players along the rows.
  ///
  /// - Parameters:
  ///   - units: the pre-activations, zero beyond the players.
  ///   - count: how many units there are.
  ///   - width: a multiple of 16.
  ///   - steady: gets those units that are never below zero, and above for somebody.
  ///   - mixed: gets those that are above zero for some and below for others.
  /// - Returns: how many there are of both.
  package func sortUnits(
    _ units: UnsafePointer<Float>, count: Int, width: Int, steady: UnitList, mixed: UnitList
  ) -> (steady: Int, mixed: Int) {
    var (steadies, mixes) = (0, 0)
    table.sort_units(
      units, count, width, steady.numbers, steady.rows, &steadies, mixed.numbers, mixed.rows,
      &mixes)
    return (steadies, mixes)
  }

  /// Where to list some of a sample's hidden units: their numbers, and their rows of pre-activations.
  package struct UnitList {
    let numbers: UnsafeMutablePointer<Int32>
    let rows: UnsafeMutablePointer<Float>

    package init(numbers: UnsafeMutablePointer<Int32>, rows: UnsafeMutablePointer<Float>) {
      (self.numbers, self.rows) = (numbers, rows)
    }
  }

  /// How many of `count` places are above zero in one of the vectors and below in another.
  package func countMixed(
    _ vectors: UnsafePointer<Float>, stride: Int, vectors vectorCount: Int, count: Int
  ) -> Int {
    table.count_mixed(vectors, stride, vectorCount, count)
  }

  /// own [count, lanes] ← parent + joining + Σ over the bits k of `others` of row k of pairs, whose
  /// rows lie `pairStride` apart, a multiple of 16.
  package func extendForm(
    _ parent: UnsafePointer<Float>, joining: UnsafePointer<Float>, pairs: UnsafePointer<Float>,
    pairStride: Int, others: Int, into own: UnsafeMutablePointer<Float>, count: Int
  ) {
    table.extend_form(own, parent, joining, pairs, pairStride, UInt64(others), count)
  }

  /// margins [count, lanes] ← form + biases + Σᵢ weights[numbersᵢ] relu(lowsᵢ + highsᵢ).
  ///
  /// - Parameters:
  ///   - form: [count, lanes].
  ///   - biases: [count, lanes].
  ///   - weights: [units, count, lanes].
  ///   - lows: [unitCount, lanes].
  ///   - peaks: the largest number of each row of lows, by which units that say nothing are found.
  ///   - highs: one number per unit.
  ///   - numbers: which row of the weights a unit has.
  ///   - unitCount: how many units there are to add.
  ///   - margins: [count, lanes].
  ///   - count: the classes − 1.
  ///   - live: room for `unitCount` numbers.
  package func formMargins(
    form: UnsafePointer<Float>, biases: UnsafePointer<Float>, weights: UnsafePointer<Float>,
    lows: UnsafePointer<Float>, peaks: UnsafePointer<Float>, highs: UnsafePointer<Float>,
    numbers: UnsafePointer<Int32>, unitCount: Int, into margins: UnsafeMutablePointer<Float>,
    count: Int, live: UnsafeMutablePointer<Int32>
  ) {
    table.form_margins(
      margins, form, biases, weights, lows, peaks, highs, numbers, unitCount, count, live)
  }

  /// out [count] ← the largest number of each row of `matrix` [count, lanes].
  package func lanePeaks(
    _ matrix: UnsafePointer<Float>, into out: UnsafeMutablePointer<Float>, count: Int
  ) {
    table.lane_peaks(out, matrix, count)
  }

  /// Evaluates samples of one label by their margins [samples, count, lanes], each lane at its own scale,
  /// and adds what it finds to `correct` and `loss`, one number per lane.
  ///
  /// Who is right, and the loss, are as in ``evaluate(_:stride:count:earlier:samples:scale:withLoss:)``.
  package func judgeLanes(
    _ margins: UnsafePointer<Float>, count: Int, earlier: Int, samples: Int,
    scales: UnsafePointer<Float>, withLoss: Bool, correct: UnsafeMutablePointer<Int32>,
    loss: UnsafeMutablePointer<Double>
  ) {
    table.evaluate_lanes(
      margins, count, earlier, samples, scales, withLoss ? 1 : 0, correct, loss)
  }
}
