extension Parameters {
  /// ‖θ − other‖², in double precision.
  ///
  /// The terms go in turn to eight partial sums, which are added at the end. This order of the sum is
  /// the same on every machine.
  ///
  /// - Precondition: both have the same length.
  public func squaredDistance(to other: Parameters) -> Double {
    let count = values.count
    precondition(count == other.values.count, "a distance needs vectors of the same length")
    return values.withUnsafeBufferPointer { here in
      other.values.withUnsafeBufferPointer { there in
        guard let here = here.baseAddress, let there = there.baseAddress else { return 0 }
        var sums = SIMD8<Double>.zero
        let end = count - count % 8
        for start in stride(from: 0, to: end, by: 8) {
          let a = UnsafeRawPointer(here + start).loadUnaligned(as: SIMD8<Float>.self)
          let b = UnsafeRawPointer(there + start).loadUnaligned(as: SIMD8<Float>.self)
          let difference = SIMD8<Double>(a) - SIMD8<Double>(b)
          sums += difference * difference
        }
        for index in end..<count {
          let difference = Double(here[index]) - Double(there[index])
          sums[index - end] += difference * difference
        }
        return sums.indices.reduce(0) { $0 + sums[$1] }
      }
    }
  }
}
