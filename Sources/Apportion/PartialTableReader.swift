import ApportionPrimitives
import ApportionStore
import ApportionValuation

/// Values players from a table that lacks coalitions, or reports which ones a method needs.
struct PartialTableReader {
  let table: PartialTable
  let players: [String]?
  let name: String

  /// The attribution, and the assumption it makes about the given coalitions, if any.
  ///
  /// - Throws: ``TableValuationError``, or what the method throws.
  func attribution(
    by method: any ValuationMethod, using stream: RandomStream
  ) async throws -> (Attribution, assumption: String?) {
    let id = type(of: method).id
    do {
      if let given = method as? any GivenCoalitionsMethod {
        try method.validate()
        return (try given.attribution(given: table, using: stream), given.assumption)
      }
      guard !(method is any Estimator) else {
        throw error("\(id) chooses coalitions itself and cannot work from given ones; \(advice)")
      }
      guard !(method is any TableMethod) else { throw lacksAll(id) }
      return (try await method.attribution(of: table, using: stream), nil)
    } catch let missing as MissingCoalitions {
      let count = missing.coalitions.count
      throw error(
        """
        \(id) needs \(counted(count, "coalition")) that the table lacks: \
        \(list(missing.coalitions, more: count)); add \(count == 1 ? "it" : "them")\
        \(method is any GivenCoalitionsMethod ? "" : ", or \(advice)")
        """)
    } catch let undetermined as UndeterminedByTable {
      throw error("\(id): \(have) do not determine the values: \(reason(undetermined))")
    } catch EstimationError.tooFewCoalitions {
      throw error("\(id): \(have) do not determine the values: \(reason(.alike))")
    }
  }

  var noPopulation: TableValuationError {
    error(
      """
      --population leaves out players, which needs all coalitions, but the table has \
      \(table.coalitions.count) of \(coalitionCount(of: table.playerCount))
      """)
  }

  private func lacksAll(_ id: String) -> TableValuationError {
    let all = coalitionCount(of: table.playerCount)
    let more = table.playerCount < 62 ? 1 << table.playerCount - table.coalitions.count : nil
    return error(
      """
      \(id) needs all \(all) coalitions of the \(counted(table.playerCount, "player")), and the table \
      has \(table.coalitions.count); it lacks \(list(table.missing(limit: 4), more: more)); add \
      \(more == 1 ? "it" : "them"), or \(advice)
      """)
  }

  private func reason(_ undetermined: UndeterminedByTable) -> String {
    switch undetermined {
    case .alike:
      return """
        for every player, there must be two coalitions of the same size, one with the player and one \
        without; add such coalitions
        """
    case .noOrder(let paired):
      return """
        for some order of the players, the table must have the coalitions of the first, the first \
        two, and so on\(paired ? ", and those of the reverse order" : ""); add coalitions, or use another \
        method that works from given coalitions, such as kernel-shap
        """
    }
  }

  private var have: String {
    "the \(table.coalitions.count) of \(coalitionCount(of: table.playerCount)) coalitions"
  }

  private var advice: String {
    let methods = Catalog.methods.types.compactMap { $0.init() as? any GivenCoalitionsMethod }
    let ids = methods.map { type(of: $0).id }
    return "use a method that works from given coalitions: \(ids.joined(separator: ", "))"
  }

  /// The first of some coalitions, and the number of the others; nil for very many.
  private func list(_ coalitions: [Coalition], more count: Int?) -> String {
    let shown = coalitions.prefix(4).map(text).joined(separator: ", ")
    guard let count else { return "\(shown) and many more" }
    return count > 4 ? "\(shown) and \(count - 4) more" : shown
  }

  private func text(_ coalition: Coalition) -> String {
    if coalition.isEmpty { return "the empty coalition" }
    if coalition == .grand(table.playerCount) { return "the grand coalition" }
    guard let players else { return coalition.description }
    return coalition.map { players[$0] }.joined(separator: "+")
  }

  private func error(_ problem: String) -> TableValuationError {
    TableValuationError(table: name, problem: problem)
  }
}

/// Why a table could not be valued, and what to change.
public struct TableValuationError: Error, Hashable, CustomStringConvertible {
  /// The name of the table.
  public let table: String
  /// What is wrong, and what to change.
  public let problem: String

  /// Creates an error.
  public init(table: String, problem: String) { (self.table, self.problem) = (table, problem) }

  public var description: String { "\(table): \(problem)" }
}
