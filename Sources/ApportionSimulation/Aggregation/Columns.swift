extension Parameters {
  /// What `merge` makes of the models, coordinate by coordinate; it is given one number per model, in
  /// ascending order.
  ///
  /// - Cost: O(n²) per parameter, by insertion; n is a cohort, and small.
  static func coordinatewise(
    _ models: [Parameters], _ merge: (UnsafeBufferPointer<Float>) -> Double
  ) -> Parameters {
    var merged = models[0]
    var sorted = [Float](repeating: 0, count: models.count)
    withPointers(to: models[...]) { models in
      sorted.withUnsafeMutableBufferPointer { sorted in
        for index in merged.values.indices {
          for (place, model) in models.enumerated() {
            // The larger number goes on to the next place. No branches: they would be taken at random.
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

  /// The coordinate-wise median; of an even number of models, the mean of the two in the middle.
  static func median(of models: [Parameters]) -> Parameters {
    coordinatewise(models) { $0.median }
  }
}

extension UnsafeBufferPointer<Float> {
  /// The median of numbers in ascending order.
  var median: Double { (Double(self[(count - 1) / 2]) + Double(self[count / 2])) / 2 }

  /// The mean of the numbers at `places`.
  func mean(of places: Range<Int>) -> Double {
    places.reduce(0) { $0 + Double(self[$1]) } / Double(places.count)
  }
}
