import Apportion

/// Runs whose values are made up: one round each, unless told otherwise.
func madeRuns(
  _ settings: ComparisonSettings, examples: (UInt64) -> [Int] = { _ in [10, 20, 30] },
  corruption: [Corruption] = [], testAccuracy: Double? = 0.9,
  values: (_ strategy: String, _ seed: UInt64, _ repetition: Int) -> [Double]
) -> [ComparedRun] {
  settings.settings.flatMap { setting in
    settings.seeds.flatMap { seed in
      settings.strategies.flatMap { strategy in
        (0..<settings.repetitions(of: strategy)).map { repetition in
          let clients = examples(seed).enumerated().map { id, count in
            ClientRecord(
              id: id, name: "client \(id)", examples: count,
              corruption: id < corruption.count ? corruption[id] : Corruption())
          }
          return ComparedRun(
            setting: setting.values, strategy: strategy, seed: seed, repetition: repetition,
            clients: clients, rounds: [values(strategy, seed, repetition)],
            testAccuracy: testAccuracy)
        }
      }
    }
  }
}
