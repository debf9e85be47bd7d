/// Why runs cannot be compared: which of them, and what to do.
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
  case nobodyCorrupted(String)
  case noQualityOrder(String, client: String, corruption: String, other: String, than: String)

  public var description: String {
    switch self {
    case .missingRuns(let count, let total, let first):
      """
      \(count) of \(counted(total, "run")) \(count == 1 ? "is" : "are") missing, first \(first); \
      let the comparison finish before it is told
      """
    case .repeatedRun(let run, let times):
      "\(run) is there \(times) times; keep one of them, so that no run counts twice"
    case .strangeRun(let run):
      "\(run) is no run of this comparison; leave it out, or compare what it belongs to as well"
    case .differentClients(let run, let other):
      """
      \(run) has other clients than \(other), though one seed deals its data once; run the \
      comparison afresh, for the two were not run from one config
      """
    case .differentClientCounts(let run, let found, let other, let expected):
      """
      \(run) has \(counted(found, "client")), but \(other) has \(expected); make the number of \
      clients an axis, for what each client gets is compared within a setting
      """
    case .noRounds(let run):
      "\(run) has no rounds, so nobody contributed; train for at least one"
    case .misshapenRound(let run, let round, let found, let expected):
      """
      \(run) has \(counted(found, "value")) in round \(round), but \(counted(expected, "client")); \
      run it again
      """
    case .notFinite(let run, let round, let client, let value):
      """
      \(run) has the value \(value.shown) for \(client) in round \(round), of which no share can \
      be taken; run it again with a smaller learning rate, or another utility
      """
    case .missingReference(let place):
      "the retraining game of \(place) is missing; let it finish, or choose another `reference`"
    case .repeatedReference(let place, let times):
      "the retraining game of \(place) is there \(times) times; keep one of them"
    case .strangeReference(let place):
      "the retraining game of \(place) belongs to no run of this comparison; leave it out"
    case .misshapenReference(let place, let found, let expected):
      """
      the retraining game of \(place) has \(counted(found, "value")), but \
      \(counted(expected, "client")); retrain it with the clients of the runs
      """
    case .referenceNotFinite(let place, let client, let value):
      """
      the retraining game of \(place) has the value \(value.shown) for \(client), of which no \
      share can be taken; retrain it with a smaller learning rate, or another utility
      """
    case .unusedReference(let reference):
      """
      retraining games are given, but `reference` is \(reference.rawValue); leave them out, or set \
      `reference` to retraining
      """
    case .nobodyCorrupted(let place):
      """
      `reference` is quality, but all clients are equally corrupted in \(place); corrupt some of \
      them more, or choose another `reference`
      """
    case .noQualityOrder(let place, let client, let corruption, let other, let than):
      """
      `reference` is quality, but in \(place) neither \(client) (\(corruption)) nor \(other) \
      (\(than)) is the worse; corrupt all clients in one way, or choose another `reference`
      """
    }
  }
}
