import CApportionKernels

// One sample is evaluated for sixteen coalitions at once. The coalition of lane l contains player j of
// the first four players if bit j of l is set, and some of the other players, which are the same for
// all lanes.

extension Kernels {
  /// The number of coalitions that are evaluated in parallel lanes.
  package static let lanes = 16
  /// The number of players in which the coalitions of the lanes differ.
  package static let lanePlayers = 4

  /// out [count, lanes] ← for each lane, the sum over its players of
  /// `parts[element · elementStride + player · partStride]`.
  ///
  /// - Precondition: `players`, the number of players with parts, is at most `lanePlayers`; further
  ///   players add nothing.
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

  /// Classifies a sample's hidden units by their pre-activations [count, width], one per player.
  ///
  /// - Parameters:
  ///   - units: the pre-activations, one row per unit, zero in the columns beyond the players.
  ///   - count: the number of units.
  ///   - width: the length of a row, a multiple of 16.
  ///   - steady: receives the units that are below zero for no player and above for at least one.
  ///   - mixed: receives the units that are above zero for some players and below for others.
  /// - Returns: the numbers of steady and of mixed units.
  package func sortUnits(
    _ units: UnsafePointer<Float>, count: Int, width: Int, steady: UnitList, mixed: UnitList
  ) -> (steady: Int, mixed: Int) {
    var (steadies, mixes) = (0, 0)
    table.sort_units(
      units, count, width, steady.numbers, steady.rows, &steadies, mixed.numbers, mixed.rows,
      &mixes)
    return (steadies, mixes)
  }

  /// The memory for a list of hidden units: their numbers and their rows of pre-activations.
  package struct UnitList {
    let numbers: UnsafeMutablePointer<Int32>
    let rows: UnsafeMutablePointer<Float>

    package init(numbers: UnsafeMutablePointer<Int32>, rows: UnsafeMutablePointer<Float>) {
      (self.numbers, self.rows) = (numbers, rows)
    }
  }

  /// The number of elements, of `count`, that are above zero in one of the vectors and below in another.
  package func countMixed(
    _ vectors: UnsafePointer<Float>, stride: Int, vectors vectorCount: Int, count: Int
  ) -> Int {
    table.count_mixed(vectors, stride, vectorCount, count)
  }

  /// own [count, lanes] ← parent + joining + the sum of row k of `pairs` over the set bits k of
  /// `others`.
  ///
  /// `pairStride`, a multiple of 16, is the distance between rows of `pairs`.
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
  ///   - peaks: the largest number of each row of lows, used to skip units that are zero in all lanes.
  ///   - highs: one number per unit.
  ///   - numbers: the index of each unit's row in the weights.
  ///   - unitCount: the number of units to add.
  ///   - margins: [count, lanes].
  ///   - count: the number of classes − 1.
  ///   - live: working memory for `unitCount` numbers.
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

  /// Evaluates samples of one label from their margins [samples, count, lanes], with one scale per lane.
  ///
  /// Adds the numbers of correct predictions to `correct` and the losses to `loss`, one number per lane.
  /// Both are defined as in ``evaluate(_:stride:count:earlier:samples:scale:withLoss:)``.
  package func judgeLanes(
    _ margins: UnsafePointer<Float>, count: Int, earlier: Int, samples: Int,
    scales: UnsafePointer<Float>, withLoss: Bool, correct: UnsafeMutablePointer<Int32>,
    loss: UnsafeMutablePointer<Double>
  ) {
    table.evaluate_lanes(
      margins, count, earlier, samples, scales, withLoss ? 1 : 0, correct, loss)
  }
}
