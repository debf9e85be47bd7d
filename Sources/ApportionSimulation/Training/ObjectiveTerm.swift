import ApportionPrimitives

/// The gradient of the terms that a strategy adds to a client's loss: slope + ρ (θ − θₜ).
///
/// All vectors have the layout of the model during training.
struct ObjectiveTerm: ~Copyable {
  private let slope: Parameters?
  private let proximal: Float
  /// −θₜ.
  private let away: Scratch<Float>
  /// Memory for θ − θₜ.
  private let difference: Scratch<Float>

  init(slope: Parameters?, proximal: Float, anchor: Parameters) {
    self.slope = slope
    self.proximal = proximal
    let count = proximal == 0 ? 0 : anchor.values.count
    away = Scratch(count: count)
    difference = Scratch(count: count)
    for index in 0..<count { away.base[index] = -anchor.values[index] }
  }

  var isNone: Bool { slope == nil && proximal == 0 }

  /// Adds the gradient of the terms, at the parameters `model`, to `gradient`.
  func add(
    at model: UnsafePointer<Float>, to gradient: UnsafeMutablePointer<Float>, count: Int,
    kernels: Kernels
  ) {
    slope?.values.withUnsafeBufferPointer { slope in
      guard let slope = slope.baseAddress else { return }
      kernels.axpy(1, slope, addedTo: gradient, count: count)
    }
    guard proximal != 0 else { return }
    kernels.add(model, away.base, into: difference.base, count: count)
    kernels.axpy(proximal, difference.base, addedTo: gradient, count: count)
  }
}
