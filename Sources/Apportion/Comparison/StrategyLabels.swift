import ApportionSimulation
import Yams

/// The labels of strategies in tables: their ids, with the settings that distinguish those of one id.
///
/// Examples are `fed-avg`, `fed-avg-m momentum=0.5`, `fed-avg-m momentum=0.9`.
func labels(of strategies: [any Strategy]) throws -> [String] {
  let settings = try strategies.map { strategy in
    try (Node(encoding: strategy).mapping ?? [:]).map { key, value in
      (key: key.string ?? "", value: try value.oneLine)
    }
  }
  let ids = strategies.map { type(of: $0).id }
  return strategies.indices.map { index in
    let alike = ids.indices.filter { ids[$0] == ids[index] }
    let telling = settings[index].enumerated().filter { place, setting in
      alike.contains { settings[$0][place].value != setting.value }
    }
    return ([ids[index]] + telling.map { "\($0.element.key)=\($0.element.value)" })
      .joined(separator: " ")
  }
}
