import ApportionPrimitives
import ApportionSimulation

/// Evaluates one hidden layer of ReLUs by a quadratic form in the membership of a coalition.
///
/// Clients start from the same model, so for most units and samples the pre-activations of all clients have
/// the same sign. If none is below zero, ReLU is the identity for every coalition; if none is above, ReLU is
/// zero. The former are the steady units A. They add to a sample's margin
///
///     Σ_{u ∈ A} Ŵ_{c,u}(S) ẑ_u(S) = Σ_{j,k ∈ S} Q_c[j, k],   Q_c[j, k] = Σ_{u ∈ A} Ŵ²_{j,c,u} ẑ_{k,u}
///
/// and only the other units, the mixed units, are activated for every coalition. The form of a set is the
/// form of the set without one member, plus a row. Coalitions of the first four players (the lanes' players)
/// occupy the lanes of registers; sets of the other players are enumerated in counting order.
///
/// - Cost: n² (classes − 1) multiply-adds per steady unit and sample; for every coalition about four
///   operations per margin, and (classes − 1) multiply-adds per mixed unit.
/// - Memory: one form per sample of a panel and size of set.
struct StableForms: ~Copyable {
  private let round: MixedRound
  private let losses: Bool
  private let kernels: Kernels
  private let shape: Shape
  /// The second layer of the clients, as margin rows [players, classes − 1, units].
  private let rows: Scratch<Float>
  /// The second layers of the lanes' players: weights [units, classes − 1], then biases, for each player.
  private let laneNumbers: Scratch<Float>
  /// The sums of `laneNumbers` over all sets of the lanes' players.
  private let lowNumbers: Scratch<Float>
  /// The sums of the second layers of the other players over their sets.
  private let highNumbers: SubsetSums
  /// The second layers of sixteen coalitions.
  private let numbers: Scratch<Float>
  private let scales: Scratch<Float>
  private var samples: StableSamples
  /// The margins of a block of samples [samples, classes − 1, lanes].
  private let margins: Scratch<Float>
  private var label: Int?

  /// The dimensions that determine the sizes of all buffers.
  struct Shape {
    let players, lanePlayers, others, units, count: Int

    init(_ network: Network, players: Int) {
      self.players = players
      lanePlayers = min(players, Kernels.lanePlayers)
      others = players - lanePlayers
      units = network.widths[1]
      count = network.classCount - 1
    }

    /// Players rounded up to whole registers.
    var width: Int { wholeLanes(players) }
    /// The number of parameters of a client's second layer.
    var numbers: Int { count * (units + 1) }
    /// The number of entries of sixteen forms.
    var form: Int { count * Kernels.lanes }
  }

  init(_ round: MixedRound, losses: Bool, kernels: Kernels) {
    self.round = round
    self.losses = losses
    self.kernels = kernels
    shape = Shape(round.network, players: round.players)
    rows = Scratch(count: shape.players * shape.count * shape.units)
    laneNumbers = Scratch(count: shape.lanePlayers * shape.numbers)
    lowNumbers = Scratch(count: shape.numbers * Kernels.lanes)
    highNumbers = SubsetSums(players: shape.others, lowPlayers: 0, length: shape.numbers)
    numbers = Scratch(count: shape.numbers * Kernels.lanes)
    scales = Scratch(count: Kernels.lanes)
    samples = StableSamples(shape, kernels: kernels)
    margins = Scratch(count: Kernels.block * shape.form)
  }

  static func size(of network: Network, players: Int) -> Int {
    let shape = Shape(network, players: players)
    return shape.players * shape.count * shape.units + shape.lanePlayers * shape.numbers
      + 2 * shape.numbers * Kernels.lanes
      + SubsetSums.size(players: shape.others, lowPlayers: 0, length: shape.numbers)
      + StableSamples.size(shape) + Kernels.block * shape.form
  }

  /// Register operations per sample with `mixedUnits` mixed units and without the loss.
  ///
  /// Used to choose between this way and ``DirectMixing``. Operations are weighted by their measured time
  /// relative to those of ``DirectMixing``, whose operands are closer in memory.
  static func work(of network: Network, players: Int, mixedUnits: Double) -> Double {
    let shape = Shape(network, players: players)
    let count = Double(shape.count)
    let steady = Double(shape.units) - mixedUnits
    let laying =
      2 * steady * count * Double(players * shape.width) / 16 + 8
      * Double(shape.units * shape.width)
    return laying + Double(1 << shape.others) * (2 * mixedUnits * (count + 1) + 32 * count)
  }

  /// Adds the outcome of every coalition's model on `panel` to `table`.
  mutating func evaluate(
    _ panel: EvaluationSet.Panel, _ products: borrowing PreActivations,
    into table: inout OutcomeTable
  ) {
    let others = OtherLabels(than: panel.label, of: round.network.classCount)
    if label != panel.label {
      laySecondLayer(label: panel.label, others)
      label = panel.label
    }
    samples.lay(panel, products, rows: rows.base)
    for set in 0..<1 << shape.others {
      mixSecondLayer(set)
      samples.join(set)
      evaluate(set, others, into: &table)
    }
  }

  /// Evaluates the sixteen coalitions that consist of `set` and a subset of the lanes' players.
  private func evaluate(_ set: Int, _ others: OtherLabels, into table: inout OutcomeTable) {
    var correct = [Int32](repeating: 0, count: Kernels.lanes)
    var loss = [Double](repeating: 0, count: Kernels.lanes)
    let biases = numbers.base + shape.units * shape.form
    for first in stride(from: 0, to: samples.count, by: Kernels.block) {
      let block = first..<min(first + Kernels.block, samples.count)
      samples.margins(
        of: block, set, weights: numbers.base, biases: biases, into: margins.base)
      kernels.judgeLanes(
        margins.base, count: shape.count, earlier: others.earlier, samples: block.count,
        scales: scales.base, withLoss: losses, correct: &correct, loss: &loss)
    }
    for lane in 0..<1 << shape.lanePlayers {
      let coalition = set << shape.lanePlayers | lane
      guard round.totals[coalition] > 0 else { continue }
      table.correct[coalition] += correct[lane]
      table.lossSums[coalition] += loss[lane]
    }
  }

  /// Prepares the clients' second layers as margin rows relative to `label`.
  private func laySecondLayer(label: Int, _ others: OtherLabels) {
    let own = shape.count * shape.units
    for (player, model) in round.models.enumerated() {
      let turned =
        player < shape.lanePlayers
        ? laneNumbers.base + player * shape.numbers : highNumbers.part(player - shape.lanePlayers)
      let plain = numbers.base
      model.marginRows(of: round.network.layers[1], label: label, others, into: plain)
      (rows.base + player * own).update(from: plain, count: own)
      kernels.transpose(plain, rows: shape.count, columns: shape.units, into: turned)
      (turned + own).update(from: plain + own, count: shape.count)
    }
    kernels.spreadLowSets(
      laneNumbers.base, partStride: shape.numbers, elementStride: 1, players: shape.lanePlayers,
      into: lowNumbers.base, count: shape.numbers)
  }

  /// Computes the second layer and the scale of each of the sixteen coalitions of `set` and lanes' players.
  private func mixSecondLayer(_ set: Int) {
    kernels.addSpread(
      lowNumbers.base, highNumbers.high(set, kernels: kernels), into: numbers.base,
      count: shape.numbers)
    let biases = numbers.base + shape.units * shape.form
    for lane in 0..<1 << shape.lanePlayers {
      let total = round.totals[set << shape.lanePlayers | lane]
      scales.base[lane] = total > 0 ? Float(1 / (total * total)) : 0
      for other in 0..<shape.count { biases[other * Kernels.lanes + lane] *= Float(total) }
    }
  }
}
