import ApportionPrimitives

/// What one player adds to sets of drawn players that share one of them: what double Monte Carlo and
/// pick-and-freeze are made of.
///
/// A completion draws a size *k*, even in 1 to *n*, and k − 1 players *S*, the frozen one among them:
///
///     h = U(S ∪ z) − U(S),   Y = (k − 1) h
///
/// Completions of one frozen player are independent of each other, given that player.
struct ConditionalMarginals {
  /// *h*, by frozen player and then completion.
  private(set) var gains: [[Double]] = []
  /// *Y*, in the same places.
  private(set) var scaled: [[Double]] = []

  /// Draws them all, a frozen player and its completions each by a child of `stream` of its own number.
  ///
  /// - Cost: two evaluations for each completion, asked for some hundred at a time.
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
      precondition(worths.count == sets.count, "a population owes one worth for each set")
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

/// The mean squared deviation from the mean, over one less than the count.
func sampleVariance(_ numbers: [Double]) -> Double {
  let center = mean(numbers)
  return numbers.reduce(0) { $0 + ($1 - center) * ($1 - center) } / Double(numbers.count - 1)
}
