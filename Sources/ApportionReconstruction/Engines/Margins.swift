import ApportionPrimitives
import ApportionSimulation

/// The classes other than `label`, and the number of them that come before it.
struct OtherLabels {
  let classes: [Int]
  let earlier: Int

  init(than label: Int, of count: Int) {
    classes = (0..<count).filter { $0 != label }
    earlier = label
  }
}

extension Parameters {
  /// Writes the rows of the other classes of an output layer minus the row of `label`.
  ///
  /// First the weights [classes − 1, inputs], then the biases [classes − 1].
  func marginRows(
    of layer: Network.Layer, label: Int, _ others: OtherLabels,
    into rows: UnsafeMutablePointer<Float>
  ) {
    let biases = rows + others.classes.count * layer.inputs
    values.withUnsafeBufferPointer { values in
      for (row, other) in others.classes.enumerated() {
        for input in 0..<layer.inputs {
          rows[row * layer.inputs + input] =
            values[layer.weights + other * layer.inputs + input]
            - values[layer.weights + label * layer.inputs + input]
        }
        biases[row] = values[layer.biases + other] - values[layer.biases + label]
      }
    }
  }
}

/// Copies the block of samples that starts at `first` from a matrix [rows, width] to one [rows, block].
func copyBlock(
  at first: Int, of matrix: UnsafePointer<Float>, width: Int, rows: Int,
  to block: UnsafeMutablePointer<Float>
) {
  for row in 0..<rows {
    (block + row * Kernels.block).update(
      from: matrix + row * width + first, count: Kernels.block)
  }
}
