import ApportionPrimitives
import ApportionSimulation

/// The data that ``StableForms`` holds for each sample of a panel: its quadratic form and its mixed units.
struct StableSamples: ~Copyable {
  private let shape: StableForms.Shape
  private let kernels: Kernels
  /// The number of samples of the panel.
  private(set) var count = 0

  /// Pre-activations [samples, units, players].
  private let units: Scratch<Float>
  private let steadyNumbers: Scratch<Int32>
  private let steadyRows: Scratch<Float>
  private let mixedRows: Scratch<Float>
  /// One sample's Q: [players, classes − 1, players].
  private let form: Scratch<Float>
  private let zeros: Scratch<Float>
  private let pair: Scratch<Float>

  /// For each sample and each size of set of players outside the lanes, the form of the last such set:
  /// [samples, sizes, classes − 1, lanes].
  private let forms: Scratch<Float>
  /// The terms that each player outside the lanes adds to a form, alone and with the lanes' players.
  private let joining: Scratch<Float>
  /// The terms that pairs of players outside the lanes add: [samples, players, players, classes − 1 in whole
  /// registers].
  private let pairs: Scratch<Float>

  /// The mixed units of each sample.
  private let mixed: Scratch<Int32>
  private let mixedCounts: Scratch<Int>
  /// The mixed units' pre-activations, as sums over sets of the lanes' players: [samples, units, lanes].
  ///
  /// `parts` are those of each player [samples, players, units]; `highs` are sums over the last set of each
  /// size.
  private let lows: Scratch<Float>
  private let peaks: Scratch<Float>
  private let parts: Scratch<Float>
  private let highs: Scratch<Float>
  private let live: Scratch<Int32>

  init(_ shape: StableForms.Shape, kernels: Kernels) {
    self.shape = shape
    self.kernels = kernels
    let panel = EvaluationSet.panelWidth
    units = Scratch(count: panel * shape.units * shape.width)
    steadyNumbers = Scratch(count: shape.units)
    steadyRows = Scratch(count: shape.units * shape.width)
    mixedRows = Scratch(count: shape.units * shape.width)
    form = Scratch(count: shape.players * shape.count * shape.width)
    zeros = Scratch(count: shape.players * shape.count)
    pair = Scratch(count: Kernels.lanePlayers * shape.count)
    forms = Scratch(count: panel * (shape.others + 1) * shape.form)
    joining = Scratch(count: panel * shape.others * shape.form)
    pairs = Scratch(count: panel * shape.others * shape.others * wholeLanes(shape.count))
    mixed = Scratch(count: panel * shape.units)
    mixedCounts = Scratch(count: panel)
    live = Scratch(count: shape.units)
    peaks = Scratch(count: panel * shape.units)
    lows = Scratch(count: panel * shape.units * Kernels.lanes)
    parts = Scratch(count: panel * shape.width * wholeLanes(shape.units))
    highs = Scratch(count: panel * (shape.others + 1) * wholeLanes(shape.units))
  }

  static func size(_ shape: StableForms.Shape) -> Int {
    let sample =
      shape.units * (shape.width + 2 + Kernels.lanes) + (2 * shape.others + 1) * shape.form
      + shape.others * shape.others * wholeLanes(shape.count) + 2
      + (shape.width + shape.others + 1) * wholeLanes(shape.units)
    return EvaluationSet.panelWidth * sample + shape.units * (2 * shape.width + 2)
      + shape.players * shape.count * (shape.width + 1) + Kernels.lanePlayers * shape.count
  }

  /// Prepares the samples of a panel.
  ///
  /// - Parameters:
  ///   - panel: the samples.
  ///   - products: their pre-activations.
  ///   - rows: the second layers [players, classes − 1, units].
  mutating func lay(
    _ panel: EvaluationSet.Panel, _ products: borrowing PreActivations, rows: UnsafePointer<Float>
  ) {
    count = panel.count
    for unit in 0..<shape.units {
      kernels.transpose(
        products.player(0) + unit * panel.width, stride: products.stride, rows: shape.width,
        columns: panel.width, into: units.base + unit * shape.width,
        outStride: shape.units * shape.width)
    }
    for sample in 0..<count {
      let found = kernels.sortUnits(
        units.base + sample * shape.units * shape.width, count: shape.units, width: shape.width,
        steady: Kernels.UnitList(numbers: steadyNumbers.base, rows: steadyRows.base),
        mixed: Kernels.UnitList(
          numbers: mixed.base + sample * shape.units, rows: mixedRows.base))
      kernels.matrixProduct(
        rows, stride: shape.units, chosen: steadyNumbers.base, steadyRows.base, into: form.base,
        rows: shape.players * shape.count, columns: shape.width, inner: found.steady,
        bias: zeros.base)
      layLanes(sample)
      for player in 0..<shape.others { layJoining(player, sample) }
      layMixed(sample, count: found.mixed)
    }
  }

  /// Q_c[j, k].
  private func form(_ c: Int, _ j: Int, _ k: Int) -> Float {
    form.base[(j * shape.count + c) * shape.width + k]
  }

  /// The forms of the sets of the lanes' players.
  private func layLanes(_ sample: Int) {
    let own = forms.base + sample * (shape.others + 1) * shape.form
    for c in 0..<shape.count {
      let form = own + c * Kernels.lanes
      for set in 1..<1 << shape.lanePlayers {
        let last = set.bitWidth - 1 - set.leadingZeroBitCount
        var sum = self.form(c, last, last)
        for member in 0..<last where set >> member & 1 == 1 {
          sum += self.form(c, last, member) + self.form(c, member, last)
        }
        form[set] = form[set ^ 1 << last] + sum
      }
    }
  }

  /// Computes the terms that a player outside the lanes adds to a form.
  private func layJoining(_ player: Int, _ sample: Int) {
    let own = shape.lanePlayers + player
    let joining = joining.base + (sample * shape.others + player) * shape.form
    for c in 0..<shape.count {
      for lane in 0..<shape.lanePlayers {
        pair.base[lane * shape.count + c] = form(c, own, lane) + form(c, lane, own)
      }
    }
    kernels.spreadLowSets(
      pair.base, partStride: shape.count, elementStride: 1, players: shape.lanePlayers,
      into: joining, count: shape.count)
    for c in 0..<shape.count { pair.base[c] = form(c, own, own) }
    kernels.addSpread(joining, pair.base, into: joining, count: shape.count)
    // A set is extended by its lowest member, so the other members come after it.
    let pairs = pairs.base + (sample * shape.others + player) * shape.others * pairStride
    for other in player + 1..<max(shape.others, player + 1) {
      for c in 0..<shape.count {
        pairs[other * pairStride + c] =
          form(c, own, shape.lanePlayers + other) + form(c, shape.lanePlayers + other, own)
      }
    }
  }

  /// Prepares the pre-activations of a sample's mixed units from `mixedRows`.
  private func layMixed(_ sample: Int, count: Int) {
    mixedCounts.base[sample] = count
    let low = lows.base + sample * shape.units * Kernels.lanes
    kernels.spreadLowSets(
      mixedRows.base, partStride: 1, elementStride: shape.width, players: shape.lanePlayers,
      into: low, count: count)
    kernels.lanePeaks(low, into: peaks.base + sample * shape.units, count: count)
    kernels.transpose(
      mixedRows.base, rows: count, columns: shape.width,
      into: parts.base + sample * shape.width * unitStride, outStride: unitStride)
  }

  private var pairStride: Int { wholeLanes(shape.count) }
  private var unitStride: Int { wholeLanes(shape.units) }

  /// Computes the forms and the pre-activations of `set`, a set of players outside the lanes.
  ///
  /// Sets must be requested in counting order from 0: the set without its lowest member is then the most
  /// recent one of its size.
  func join(_ set: Int) {
    guard set > 0 else { return }
    let (size, lowest) = (set.nonzeroBitCount, set.trailingZeroBitCount)
    for sample in 0..<count {
      let own = forms.base + (sample * (shape.others + 1) + size) * shape.form
      let player = sample * shape.others + lowest
      kernels.extendForm(
        own - shape.form, joining: joining.base + player * shape.form,
        pairs: pairs.base + player * shape.others * pairStride, pairStride: pairStride,
        others: set & (set - 1), into: own, count: shape.count)
      let high = highs.base + (sample * (shape.others + 1) + size) * unitStride
      let part = sample * shape.width + shape.lanePlayers + lowest
      kernels.add(
        high - unitStride, parts.base + part * unitStride, into: high,
        count: mixedCounts.base[sample])
    }
  }

  /// The margins [samples, classes − 1, lanes] of some samples for the coalitions of `set` and the lanes'
  /// players.
  ///
  /// `weights` and `biases` are the second layers of these coalitions.
  func margins(
    of samples: Range<Int>, _ set: Int, weights: UnsafePointer<Float>,
    biases: UnsafePointer<Float>, into margins: UnsafeMutablePointer<Float>
  ) {
    for sample in samples {
      let place = sample * (shape.others + 1) + set.nonzeroBitCount
      let unit = sample * shape.units
      kernels.formMargins(
        form: forms.base + place * shape.form, biases: biases, weights: weights,
        lows: lows.base + unit * Kernels.lanes, peaks: peaks.base + unit,
        highs: highs.base + place * unitStride, numbers: mixed.base + unit,
        unitCount: mixedCounts.base[sample],
        into: margins + (sample - samples.lowerBound) * shape.form, count: shape.count,
        live: live.base)
    }
  }
}
