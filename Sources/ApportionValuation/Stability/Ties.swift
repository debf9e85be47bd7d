/// Numbers that differ by no more than rounding are equal, and have one rank.
public enum Ties {
  /// What sums of numbers of up to this size leave uncertain: 10⁻¹² of it, some thousand times the rounding
  /// of one.
  public static func rounding(ofSize size: Double) -> Double { 1e-12 * size }

  /// The values, each as the smallest of those that it is equal to.
  ///
  /// From the smallest upwards, a value belongs to a group while it is no more than `rounding` above its
  /// smallest.
  ///
  /// - Parameters:
  ///   - values: any numbers.
  ///   - rounding: how far apart equal ones may be; by default, 10⁻¹² of the largest of them by size.
  /// - Returns: as many.
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

  /// One rank per value: 1 is that of the highest, and equal ones share a rank.
  public static func ranks(of values: [Double], within rounding: Double? = nil) -> [Int] {
    let settled = settled(values, within: rounding)
    return settled.map { value in 1 + settled.count { $0 > value } }
  }
}
