extension Parameters {
  /// Applies `merge` to every coordinate, with one number per model in ascending order.
  ///
  /// - Cost: O(n²) per parameter, by insertion sort, for n models.
  static func coordinatewise(
    _ models: [Parameters], _ merge: (UnsafeBufferPointer<Float>) -> Double
  ) -> Parameters {
    var merged = models[0]
    var sorted = [Float](repeating: 0, count: models.count)
    withPointers(to: models[...]) { models in
      sorted.withUnsafeMutableBufferPointer { sorted in
        for index in merged.values.indices {
          for (place, model) in models.enumerated() {
            // The larger number moves on. There are no branches, because they would be unpredictable.
            var value = model[index]
            for smaller in 0..<place {
              let here = sorted[smaller]
              (sorted[smaller], value) = value < here ? (value, here) : (here, value)
            }
            sorted[place] = value
          }
          merged.values[index] = Float(merge(UnsafeBufferPointer(sorted)))
        }
      }
    }
    return merged
  }

  /// The coordinate-wise median; for an even number of models, the mean of the two middle numbers.
  static func median(of models: [Parameters]) -> Parameters {
    coordinatewise(models) { $0.median }
  }
}

extension UnsafeBufferPointer<Float> {
  /// The median of numbers in ascending order.
  var median: Double { (Double(self[(count - 1) / 2]) + Double(self[count / 2])) / 2 }

  /// The mean of the numbers at `indices`.
  func mean(of indices: Range<Int>) -> Double {
    indices.reduce(0) { $0 + Double(self[$1]) } / Double(indices.count)
  }
}
