public import ApportionPrimitives

/// A rule that merges client updates into the global model: the server's strategy.
///
/// Whatever a rule remembers between rounds lives in `State`, never in the rule. Reconstruction
/// depends on it: to ask what a round would have been with fewer clients, it replays the rule on a
/// subset of the updates from a copy of the state the round began with.
public protocol Strategy: Configurable {
  associatedtype State: Codable & Hashable & Sendable

  /// The settings with which Flower 1.6 has this strategy, or ours where it has none or the same.
  static var flowerDefaults: Self { get }

  /// Refuses settings that so many clients a round cannot serve.
  ///
  /// Coalitions are smaller than rounds, and every rule is defined for one client and more: this asks
  /// whether the rule does for a round's clients what it is there for.
  func check(clients: Int) throws(InvalidSetting)

  /// The memory before the first round.
  ///
  /// `clients` is how many the federation has. A rule that draws keeps what it needs of `stream` in
  /// the state.
  func initialState(for global: Parameters, clients: Int, using stream: RandomStream) -> State

  /// Whether a memory that was read from a file can be this rule's after so many rounds.
  ///
  /// `initial` is the memory before the first round, which says how many parameters and clients there
  /// are.
  func accepts(_ state: State, after rounds: Int, from initial: State) -> Bool

  /// The next global parameters.
  ///
  /// - Parameters:
  ///   - updates: at least one, in the order of their clients' ids, each with an example or more.
  ///   - global: the model the clients started from.
  ///   - state: the only thing that may change.
  /// - Returns: the parameters that the next round starts from.
  /// - Throws: when the rule cannot serve these updates.
  func aggregate(
    _ updates: [ClientUpdate], into global: Parameters, state: inout State
  ) throws -> Parameters

  /// The id of the rule that the next round will use: this one's, unless it draws among others.
  func activeStrategyID(_ state: State) -> String

  /// What a client minimises in the next round beside its loss.
  func objective(of client: Int, state: State) -> LocalObjective

  /// Whether clients are to say their loss under the global model before they train.
  func needsInitialLoss(_ state: State) -> Bool

  /// The coefficients of the next model where it is an affine function of the updates, else nil.
  ///
  /// They must be what ``aggregate(_:into:state:)`` uses; saying them lets the reconstruction take
  /// its fast path.
  /// - Throws: when the rule cannot serve these updates.
  func combination(of updates: [ClientUpdate], into global: Parameters, state: State) throws
    -> AffineCombination?
}

extension Strategy {
  public static var flowerDefaults: Self { Self() }

  public func check(clients: Int) throws(InvalidSetting) {}

  public func accepts(_ state: State, after rounds: Int, from initial: State) -> Bool { true }

  public func activeStrategyID(_ state: State) -> String { Self.id }

  public func objective(of client: Int, state: State) -> LocalObjective { LocalObjective() }

  public func needsInitialLoss(_ state: State) -> Bool { false }

  public func combination(
    of updates: [ClientUpdate], into global: Parameters, state: State
  ) -> AffineCombination? {
    nil
  }
}
