import Apportion

/// A comparison of a few short runs; `overrides` as `--set` has them.
func smallMatrix(_ overrides: String...) throws -> ComparisonMatrix {
  try ComparisonMatrix(
    yaml: smallMatrixText, path: "c.yml", name: "small", overriding: overrides)
}

let smallMatrixText = """
  seed: 5
  dataset: {kind: synthetic, clients: 5, features: 4, classes: 3, maximum_examples: 60}
  partition: {kind: dirichlet-sizes, clients: 4}
  model: {kind: linear}
  training: {rounds: 2, batch_size: 16}
  compare:
    axes:
      partition.alpha: [1, 10]
      strategy:
        - {kind: fed-avg}
        - {kind: fed-median}
        - {kind: fed-random}
    seeds: 2
    repeats: 1

  """
