/// Why runs cannot be compared: the run at fault, and what to change.
public enum ComparisonError: Error, Hashable, CustomStringConvertible {
  case missingRuns(count: Int, of: Int, first: String)
  case repeatedRun(String, times: Int)
  case strangeRun(String)
  case differentClients(String, than: String)
  case differentClientCounts(String, found: Int, than: String, expected: Int)
  case noRounds(String)
  case misshapenRound(String, round: Int, found: Int, expected: Int)
  case notFinite(String, round: Int, client: String, value: Double)
  case missingReference(String)
  case repeatedReference(String, times: Int)
  case strangeReference(String)
  case misshapenReference(String, found: Int, expected: Int)
  case referenceNotFinite(String, client: String, value: Double)
  case unusedReference(ComparisonReference)
  case noClientCorrupted(String)
  case noQualityOrder(String, client: String, corruption: String, other: String, than: String)

  public var description: String {
    switch self {
    case .missingRuns(let count, let total, let first):
      """
      \(count) of \(counted(total, "run")) \(count == 1 ? "is" : "are") missing, first \(first); \
      let all runs finish before comparing them
      """
    case .repeatedRun(let run, let times):
      "\(run) is given \(times) times; keep only one of them"
    case .strangeRun(let run):
      "\(run) is not a run of this comparison; leave it out, or add its settings to the comparison"
    case .differentClients(let run, let other):
      """
      \(run) has other clients than \(other), but runs of one seed must have the same data; run \
      the comparison again, because the two were not run from one config
      """
    case .differentClientCounts(let run, let found, let other, let expected):
      """
      \(run) has \(counted(found, "client")), but \(other) has \(expected); make the number of \
      clients an axis, because shares are compared within a setting
      """
    case .noRounds(let run):
      "\(run) has no rounds, so no client contributed; train for at least one round"
    case .misshapenRound(let run, let round, let found, let expected):
      """
      \(run) has \(counted(found, "value")) in round \(round), but \(counted(expected, "client")); \
      run it again
      """
    case .notFinite(let run, let round, let client, let value):
      """
      \(run) has the value \(value.shown) for \(client) in round \(round), which has no share; \
      run it again with a smaller learning rate, or another utility
      """
    case .missingReference(let place):
      "the retraining game of \(place) is missing; let it finish, or choose another `reference`"
    case .repeatedReference(let place, let times):
      "the retraining game of \(place) is given \(times) times; keep only one of them"
    case .strangeReference(let place):
      "the retraining game of \(place) belongs to no run of this comparison; leave it out"
    case .misshapenReference(let place, let found, let expected):
      """
      the retraining game of \(place) has \(counted(found, "value")), but \
      \(counted(expected, "client")); retrain it with the clients of the runs
      """
    case .referenceNotFinite(let place, let client, let value):
      """
      the retraining game of \(place) has the value \(value.shown) for \(client), which has no \
      share; retrain it with a smaller learning rate, or another utility
      """
    case .unusedReference(let reference):
      """
      retraining games are given, but `reference` is \(reference.rawValue); leave them out, or set \
      `reference` to retraining
      """
    case .noClientCorrupted(let place):
      """
      `reference` is quality, but all clients are equally corrupted in \(place); corrupt some of \
      them more, or choose another `reference`
      """
    case .noQualityOrder(let place, let client, let corruption, let other, let than):
      """
      `reference` is quality, but in \(place) neither \(client) (\(corruption)) nor \(other) \
      (\(than)) is the worse; corrupt all clients in the same way, or choose another `reference`
      """
    }
  }
}
