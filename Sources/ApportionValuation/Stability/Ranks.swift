/// The ranks of `values`: 1 for the smallest; equal values get the mean of the ranks that they occupy.
///
/// - Cost: that of sorting.
func averageRanks(_ values: [Double]) -> [Double] {
  let order = values.indices.sorted { values[$0] < values[$1] }
  var ranks = [Double](repeating: 0, count: values.count)
  var start = 0
  while start < order.count {
    var end = start + 1
    while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
    let rank = Double(start + 1 + end) / 2
    for place in start..<end { ranks[order[place]] = rank }
    start = end
  }
  return ranks
}

/// Σ (t³ − t) over the groups of t equal values.
func tieCorrection(_ values: [Double]) -> Double {
  // A group of t values is counted t times.
  values.reduce(0) { sum, value in
    let equal = Double(values.count { $0 == value })
    return sum + equal * equal - 1
  }
}
