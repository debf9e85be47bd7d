/// Numbers that differ by no more than rounding are equal and have the same rank.
public enum Ties {
  /// The rounding error of sums of numbers up to this size: 10⁻¹² of it, some thousand times that of one
  /// number.
  public static func rounding(ofSize size: Double) -> Double { 1e-12 * size }

  /// The values, each replaced by the smallest of the values that it is equal to.
  ///
  /// From the smallest upwards, a value belongs to a group if it is no more than `rounding` above the
  /// group's smallest.
  ///
  /// - Parameters:
  ///   - values: any numbers.
  ///   - rounding: the largest difference of equal values; by default, 10⁻¹² of the largest absolute
  ///     value.
  /// - Returns: one number per value.
  /// - Cost: that of sorting.
  public static func settled(_ values: [Double], within rounding: Double? = nil) -> [Double] {
    let rounding = rounding ?? Self.rounding(ofSize: values.reduce(0) { max($0, abs($1)) })
    var settled = values
    var smallest: Double?
    for index in values.indices.sorted(by: { values[$0] < values[$1] }) {
      let own = smallest.flatMap { values[index] - $0 <= rounding ? $0 : nil } ?? values[index]
      (smallest, settled[index]) = (own, own)
    }
    return settled
  }

  /// One rank per value: 1 for the highest; equal values have the same rank.
  public static func ranks(of values: [Double], within rounding: Double? = nil) -> [Int] {
    let settled = settled(values, within: rounding)
    return settled.map { value in 1 + settled.count { $0 > value } }
  }
}
