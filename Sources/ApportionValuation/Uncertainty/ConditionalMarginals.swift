import ApportionPrimitives

/// What one player adds to sets of drawn players that have one of them, the frozen player, in common.
///
/// Double Monte Carlo and pick-and-freeze use these. A completion draws a size *k*, uniformly from 1 to
/// *n*, and k − 1 players *S*, including the frozen one if k > 1:
///
///     h = U(S ∪ z) − U(S),   Y = (k − 1) h
///
/// Completions of one frozen player are independent of each other, given that player.
struct ConditionalMarginals {
  /// *h*, by frozen player and then completion.
  private(set) var gains: [[Double]] = []
  /// *Y*, with the same indices.
  private(set) var scaled: [[Double]] = []

  /// Draws all sets; each frozen player and its completions use the child of `stream` with its number.
  ///
  /// - Cost: two evaluations per completion, in batches of about 256 or of one frozen player.
  /// - Throws: ``ValuationError/nonFiniteDraw(players:worth:)``, or what the population throws.
  init<Population: PlayerPopulation>(
    of player: Population.Player, in population: Population, players n: Int, frozen: Int,
    completions: Int, using stream: RandomStream
  ) async throws {
    for range in chunks(of: frozen, by: max(1, 128 / completions)) {
      var sets: [[Population.Player]] = []
      for index in range {
        let draw = stream.child("frozen", index)
        let shared = try await population.player(using: draw)
        for completion in 0..<completions {
          let draw = draw.child("completion", completion)
          var sizes = draw.child("size")
          let size = sizes.integer(below: n)
          var others = size > 0 ? [shared] : []
          while others.count < size {
            others.append(try await population.player(using: draw.child("player", others.count)))
          }
          sets += [others + [player], others]
        }
      }
      let worths = try await population.worths(of: sets)
      precondition(worths.count == sets.count, "a population must return one worth for each set")
      for (set, worth) in zip(sets, worths) where !worth.isFinite {
        throw ValuationError.nonFiniteDraw(players: set.count, worth: worth)
      }
      for first in stride(from: 0, to: sets.count, by: 2 * completions) {
        let pairs = stride(from: first, to: first + 2 * completions, by: 2)
        gains.append(pairs.map { worths[$0] - worths[$0 + 1] })
        scaled.append(
          pairs.map { Double(sets[$0 + 1].count) * (worths[$0] - worths[$0 + 1]) })
      }
    }
  }

  /// The mean of all *h*.
  var value: Double { mean(gains.map(mean)) }

  var evaluations: Int { 2 * gains.reduce(0) { $0 + $1.count } }
}

func mean(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(numbers.count) }

/// The sum of squared deviations from the mean over count − 1.
func sampleVariance(_ numbers: [Double]) -> Double {
  let center = mean(numbers)
  return numbers.reduce(0) { $0 + ($1 - center) * ($1 - center) } / Double(numbers.count - 1)
}
