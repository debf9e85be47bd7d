import ApportionReconstruction
import ApportionSimulation

extension RunPage {
  /// The most important results and reservations, in plain words.
  var findings: [Markup] {
    [divergence, notes, extremes, ties].flatMap(\.self) + harm
      + [quarrel, absence, corruption, withheld].compactMap(\.self)
  }

  private func names(_ clients: [Int]) -> Markup { enumerated(clients.map(name)) }

  /// A client's name in a sentence; a name that is only a number is marked as a client's.
  private func name(_ client: Int) -> Markup {
    let name = run.clients[client].name
    let isNumber = name.allSatisfy { $0.isASCII && $0.isNumber }
    return Markup("b", [:], [.name(isNumber ? "client \(name)" : name)])
  }

  private var divergence: [Markup] {
    guard let divergence = run.divergence else { return [] }
    let text = "\(divergence)"
    return [Markup("b", [:], [Markup(text.prefix(1).uppercased() + text.dropFirst() + ".")])]
  }

  /// A reference to the notes, which are in the last section, for those who read the values first.
  private var notes: [Markup] {
    guard !run.data.notes.isEmpty else { return [] }
    return [
      Markup([
        Markup("b", [:], [Markup("\(counted(run.data.notes.count, "note")) on the data")]),
        " may affect the meaning of these values: see ",
        Markup("a", ["href": "#what"], ["What was run"]), ".",
      ])
    ]
  }

  private var extremes: [Markup] {
    guard let first = order.first, let last = order.last, first != last else {
      return ["There is only one client, so the whole gain is its contribution."]
    }
    let estimates = run.primary.estimates
    let exact = Decimals(largestOf: estimates.map(\.value))
    let text = { (client: Int) in estimates[client].text(exact: exact, signed: true) }
    let utility = run.primary.utility
    return [
      Markup([
        "By \(utility.title), ", names([first]),
        " contributed the most (\(text(first)) \(utility.unit)) and ", names([last]),
        " the least (\(text(last))).",
      ])
    ]
  }

  /// Clients whose values cannot be distinguished.
  private var ties: [Markup] {
    let groups = indistinguishable(run.primary.estimates)
    let isExact = run.primary.isExact
    let said = groups.prefix(5).map { group -> Markup in
      let who: Markup =
        group.count == run.clients.count && group.count > 2
        ? "None of the \(inWords(group.count)) clients can be distinguished"
        : Markup(["These \(inWords(group.count)) cannot be distinguished: ", names(group)])
      return Markup([
        who,
        isExact
          ? "; their values are the same."
          : "; their intervals overlap, so their order may be chance.",
      ])
    }
    let rest = groups.count - said.count
    return said
      + (rest > 0 ? ["The charts show \(rest) more such groups."] : [])
  }

  private var harm: [Markup] {
    let estimates = run.primary.estimates
    let sure = order.filter { estimates[$0].upper < 0 }
    let unsure = order.filter {
      estimates[$0].reach != nil && estimates[$0].lower <= 0 && estimates[$0].upper >= 0
    }
    var said: [Markup] = []
    if !sure.isEmpty {
      said.append(
        Markup([
          names(sure), sure.count == 1 ? " has a value" : " have values",
          " below zero: the model was worse with \(sure.count == 1 ? "its" : "their") updates.",
        ]))
    }
    if !unsure.isEmpty {
      said.append(
        Markup([
          "Whether ", names(unsure), " helped or hurt is uncertain: the interval contains zero.",
        ]))
    }
    return said
  }

  /// Clients that help by one utility and hurt by the other.
  private var quarrel: Markup? {
    guard run.byUtility.count == 2 else { return nil }
    let (ours, theirs) = (run.byUtility[0].estimates, run.byUtility[1].estimates)
    let split = order.filter {
      ours[$0].lower > 0 && theirs[$0].upper < 0 || ours[$0].upper < 0 && theirs[$0].lower > 0
    }
    guard !split.isEmpty else { return nil }
    return Markup([
      "The two utilities disagree about ", names(split),
      ": by one \(split.count == 1 ? "it" : "each") helped, by the other it hurt.",
    ])
  }

  private var absence: Markup? {
    let absent = order.filter { run.roundsTaken[$0] < run.rounds.count }
    guard !absent.isEmpty else { return nil }
    return Markup([
      names(absent),
      Markup(
        """
         did not participate in all \(run.rounds.count) rounds, and received no value for those without \
        \(absent.count == 1 ? "it" : "them").
        """),
    ])
  }

  private var corruption: Markup? {
    let corrupted = order.filter { !run.clients[$0].corruption.description.isEmpty }
    guard !corrupted.isEmpty else { return nil }
    let list = corrupted.map { client in
      Markup([
        name(client), Markup(" (\(run.clients[client].corruption.description))"),
      ])
    }
    return Markup(["Corrupted on purpose by the config: ", enumerated(list), "."])
  }

  private var withheld: Markup? {
    run.primary.sharesWithheld.map { Markup("There are no shares: \($0).") }
  }
}
