/// The ranks of `values`: 1 for the smallest, and for equal values the mean of the ranks they fill.
func averageRanks(_ values: [Double]) -> [Double] {
  values.map { value in
    let below = values.count { $0 < value }
    let equal = values.count { $0 == value }
    return Double(below) + Double(equal + 1) / 2
  }
}

/// Σ (t³ − t) over the groups of t equal values.
func tieCorrection(_ values: [Double]) -> Double {
  // A group of t values is met t times.
  values.reduce(0) { sum, value in
    let equal = Double(values.count { $0 == value })
    return sum + equal * equal - 1
  }
}
