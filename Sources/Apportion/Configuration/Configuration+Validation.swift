import ApportionPrimitives

extension Configuration {
  /// Refuses settings that are out of range, each named by its path: `training.learningRate`.
  ///
  /// - Throws: `InvalidSetting`.
  public func validate() throws {
    try InvalidSetting.check(
      "name", name.debugDescription, isFileName(name),
      mustBe: """
        a file name: not empty, without slashes or control characters, not starting with a dot
        """)
    try InvalidSetting.check("repetition", repetition, repetition >= 0, mustBe: "at least 0")
    try within("dataset") { try dataset.validate() }
    try within("partition") { try partition.validate() }
    for (index, exception) in clients.enumerated() {
      try within("clients[\(index)]") { try exception.validate() }
    }
    try within("model") { try model.validate() }
    try within("training") { try training.validate() }
    try within("strategy") { try strategy.validate() }
    try within("participation") { try participation.validate() }
    if let clients = partition.clientCount { try checkStrategy(clients: clients) }
    try InvalidSetting.check(
      "valuation", "[]", !valuation.isEmpty, mustBe: "a list of at least one method")
    let ids = valuation.map { type(of: $0).id }
    for (index, method) in valuation.enumerated() {
      try within("valuation[\(index)]") { try method.validate() }
      try InvalidSetting.check(
        "valuation[\(index)].method", "\(ids[index]) a second time",
        !ids[..<index].contains(ids[index]), mustBe: "a method that is not listed before")
    }
  }

  /// Refuses a strategy that cannot be used with the number of participants of a round.
  func checkStrategy(clients: Int) throws(InvalidSetting) {
    do throws(InvalidSetting) {
      try strategy.check(clients: participation.count(of: clients))
    } catch {
      throw error.inside("strategy")
    }
  }
}

private func isFileName(_ name: String) -> Bool {
  let isPrintable = name.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
  return isPrintable && !name.isEmpty && !name.hasPrefix(".") && !name.contains("/")
}

/// Adds to an error the part of the config whose setting is out of range.
private func within(_ owner: String, _ validate: () throws -> Void) throws {
  do {
    try validate()
  } catch let error as InvalidSetting {
    throw error.inside(owner)
  }
}
