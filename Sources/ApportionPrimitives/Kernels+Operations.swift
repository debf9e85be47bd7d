import CApportionKernels

// The operations of a table, with Swift labels. Pointers must cover the stated shapes; nothing is
// checked here, because these functions run inside the innermost loops.
extension Kernels {
  /// The initial value of each element of a matrix product.
  package enum Start {
    case zero
    /// The element's current value.
    case accumulate
    /// One number per row.
    case bias(UnsafePointer<Float>)
  }

  /// The left factor of a matrix product: element (i, k) is `base[i · row + k · column]`.
  package struct Factor {
    var base: UnsafePointer<Float>
    var row: Int
    var column: Int

    /// A row-major matrix whose rows start `stride` numbers apart.
    package static func rows(_ base: UnsafePointer<Float>, stride: Int) -> Factor {
      Factor(base: base, row: stride, column: 1)
    }

    /// The transpose of a row-major matrix whose rows start `stride` numbers apart.
    package static func columns(_ base: UnsafePointer<Float>, stride: Int) -> Factor {
      Factor(base: base, row: 1, column: stride)
    }
  }

  /// C ← start + A · B, with C [rows, columns], A [rows, inner] and B [inner, columns].
  ///
  /// B and C are contiguous.
  package func matrixProduct(
    _ a: Factor, _ b: UnsafePointer<Float>, into c: UnsafeMutablePointer<Float>,
    rows: Int, columns: Int, inner: Int, from start: Start
  ) {
    let (mode, bias): (apportion_start, UnsafePointer<Float>?) =
      switch start {
      case .zero: (apportion_start_zero, nil)
      case .accumulate: (apportion_start_accumulate, nil)
      case .bias(let values): (apportion_start_bias, values)
      }
    table.matrix_product(
      c, columns, a.base, a.row, a.column, b, columns, rows, columns, inner, mode, bias)
  }

  /// C ← bias per row + A[:, chosen] · B, where row k of B belongs to column `chosen[k]` of A.
  ///
  /// C [rows, columns] and B [inner, columns] are contiguous; A is row-major.
  package func matrixProduct(
    _ a: UnsafePointer<Float>, stride: Int, chosen: UnsafePointer<Int32>,
    _ b: UnsafePointer<Float>, into c: UnsafeMutablePointer<Float>, rows: Int, columns: Int,
    inner: Int, bias: UnsafePointer<Float>
  ) {
    table.chosen_product(c, columns, a, stride, chosen, b, columns, rows, columns, inner, bias)
  }

  /// out [columns, rows] ← the transpose of `matrix` [rows, columns].
  ///
  /// The matrices are contiguous unless `stride` or `outStride` is given.
  package func transpose(
    _ matrix: UnsafePointer<Float>, stride: Int? = nil, rows: Int, columns: Int,
    into out: UnsafeMutablePointer<Float>, outStride: Int? = nil
  ) {
    table.transpose(out, outStride ?? rows, matrix, stride ?? columns, rows, columns)
  }

  /// out [rows] ← out + the sum of each row of `matrix` [rows, columns].
  package func addRowSums(
    of matrix: UnsafePointer<Float>, rows: Int, columns: Int,
    to out: UnsafeMutablePointer<Float>
  ) {
    table.add_row_sums(out, matrix, columns, rows, columns)
  }

  package func relu(_ x: UnsafeMutablePointer<Float>, count: Int) { table.relu(x, count) }

  package func tanh(_ x: UnsafeMutablePointer<Float>, count: Int) {
    table.hyperbolic_tangent(x, count)
  }

  /// Converts the gradient at the output of a ReLU to that at its input, given the activation.
  package func reluBackward(
    _ gradient: UnsafeMutablePointer<Float>, activation: UnsafePointer<Float>, count: Int
  ) {
    table.relu_backward(gradient, activation, count)
  }

  /// Converts the gradient at the output of a tanh to that at its input, given the activation.
  package func tanhBackward(
    _ gradient: UnsafeMutablePointer<Float>, activation: UnsafePointer<Float>, count: Int
  ) {
    table.hyperbolic_tangent_backward(gradient, activation, count)
  }

  /// The number of correctly classified samples, and the sum of the cross-entropies of all samples.
  ///
  /// `logits` is [classes, stride], contiguous unless a stride is given. A sample is classified
  /// correctly if its label is the first of the largest logits. The sum is NaN if a logit is not
  /// finite.
  package func softmaxCrossEntropy(
    _ logits: UnsafePointer<Float>, labels: UnsafePointer<Int32>, classes: Int, samples: Int,
    stride: Int? = nil
  ) -> (correct: Int, loss: Double) {
    var (correct, loss) = (0, 0.0)
    table.softmax_cross_entropy(
      logits, stride ?? samples, labels, samples, classes, &correct, &loss)
    return (correct, loss)
  }

  /// logits ← scale · (softmax − one-hot label), the gradient of scale · loss.
  ///
  /// - Returns: the summed loss, not scaled.
  package func softmaxCrossEntropyGradient(
    _ logits: UnsafeMutablePointer<Float>, labels: UnsafePointer<Int32>, classes: Int,
    samples: Int, scale: Float
  ) -> Double {
    table.softmax_cross_entropy_gradient(logits, samples, labels, samples, classes, scale)
  }

  /// x ← factor · x.
  package func scale(_ x: UnsafeMutablePointer<Float>, by factor: Float, count: Int) {
    table.scale(x, factor, count)
  }

  /// y ← y + factor · x.
  package func axpy(
    _ factor: Float, _ x: UnsafePointer<Float>, addedTo y: UnsafeMutablePointer<Float>, count: Int
  ) {
    table.axpy(y, factor, x, count)
  }

  /// out ← Σₖ weightsₖ · vectorsₖ, summed in double precision in the given order and rounded once.
  package func weightedSum(
    _ vectors: [UnsafePointer<Float>], weights: [Double],
    into out: UnsafeMutablePointer<Float>, count: Int
  ) {
    table.weighted_sum(out, vectors, weights, weights.count, count)
  }

  /// out [samples, units] ← out + x · weights, with x [samples, inputs] mostly zero and weights
  /// [inputs, units].
  ///
  /// Terms with x = 0 are skipped; the others are added in the order of the inputs.
  package func sparseForward(
    _ x: UnsafePointer<Float>, _ weights: UnsafePointer<Float>,
    addedTo out: UnsafeMutablePointer<Float>, inputs: Int, samples: Int, units: Int
  ) {
    table.sparse_forward(out, weights, x, inputs, samples, units)
  }

  /// weights [inputs, units] ← weights + x · gradient, with x [inputs, samples] mostly zero and
  /// gradient [samples, units].
  ///
  /// Terms with x = 0 are skipped; the others are added in the order of the samples.
  package func sparseBackward(
    _ x: UnsafePointer<Float>, _ gradient: UnsafePointer<Float>,
    addedTo weights: UnsafeMutablePointer<Float>, inputs: Int, samples: Int, units: Int
  ) {
    table.sparse_backward(weights, gradient, x, inputs, samples, units)
  }

  /// out ← a + b.
  package func add(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, into out: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    table.add(out, a, b, count)
  }

  /// The number of samples of one label that `mixedMargins` processes at once.
  package static let block = Int(APPORTION_BLOCK)

  /// The activation function of hidden units in `mixedMargins`.
  package enum Activation {
    case relu
    /// tanh(scale · z).
    case tanh(scale: Float)
  }

  /// margins [count, block] ← biases + weights [count, units] · act(low + high).
  ///
  /// `low` and `high` are [units, block].
  package func mixedMargins(
    low: UnsafePointer<Float>, high: UnsafePointer<Float>, weights: UnsafePointer<Float>,
    biases: UnsafePointer<Float>, into margins: UnsafeMutablePointer<Float>, units: Int,
    count: Int, activation: Activation
  ) {
    let (kind, scale): (apportion_activation, Float) =
      switch activation {
      case .relu: (apportion_activation_relu, 1)
      case .tanh(let scale): (apportion_activation_tanh, scale)
      }
    table.mixed_margins(margins, low, high, weights, biases, units, count, kind, scale)
  }

  /// Evaluates samples of one label from their margins [count, stride].
  ///
  /// A margin is the logit of another class minus the logit of the label. The first `earlier` margins
  /// belong to classes before the label. A sample is correct if each margin is below zero, or is zero
  /// and belongs to a class after the label. The loss is the sum over the samples, computed from
  /// `scale` times the margins, and 0 if `withLoss` is false. `stride` is a multiple of 16.
  package func evaluate(
    _ margins: UnsafePointer<Float>, stride: Int, count: Int, earlier: Int, samples: Int,
    scale: Float, withLoss: Bool
  ) -> (correct: Int32, loss: Double) {
    var (correct, loss) = (Int32(0), 0.0)
    table.evaluate_margins(
      margins, stride, count, earlier, samples, scale, withLoss ? 1 : 0, &correct, &loss)
    return (correct, loss)
  }

  /// Runs 1,536 · `steps` floating-point operations in registers, to measure the machine's peak rate.
  ///
  /// - Returns: a number that depends on all operations.
  @discardableResult
  package func multiplyAdd(steps: Int) -> Float { table.multiply_add_steps(steps) }

  package func exp(_ x: UnsafeMutablePointer<Float>, count: Int) { table.exponential(x, count) }

  package func exp2(_ x: UnsafeMutablePointer<Float>, count: Int) {
    table.binary_exponential(x, count)
  }

  package func log(_ x: UnsafeMutablePointer<Float>, count: Int) {
    table.natural_logarithm(x, count)
  }

  /// out ← a · b + c with one rounding.
  package func fusedMultiplyAdd(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafePointer<Float>,
    into out: UnsafeMutablePointer<Float>, count: Int
  ) {
    table.fused_multiply_add(out, a, b, c, count)
  }
}
