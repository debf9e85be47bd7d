import Testing

/// What is done to a finished ledger of three rounds; what is said of it where the hashes are left as they
/// were; and what where all are made to fit, if that is something else.
///
/// Where the ledger holds, that is the files beside it that differ, and after `again` what comes out otherwise
/// when it is trained again.
struct Tampering: CustomTestStringConvertible {
  let sql: String
  let left: String
  let forged: String

  init(_ sql: String, _ left: String, forged: String? = nil) {
    (self.sql, self.left, self.forged) = (sql, left, forged ?? left)
  }

  var testDescription: String { sql }

  static let all: [Tampering] = [
    Tampering(
      "UPDATE classes SET name = 'ill' WHERE class = 0",
      "the run's beginning, data: it does not match its hash",
      forged: "files: report.html; again: the run's beginning, data"),
    Tampering(
      "UPDATE classes SET class = 7 WHERE class = 0",
      "the run's beginning, data: class 0 is missing"),
    Tampering(
      "INSERT INTO notes VALUES (0, 'all is well')",
      "the run's beginning, data: it does not match its hash",
      forged: "files: report.html; again: the run's beginning, data"),
    Tampering(
      "INSERT INTO notes VALUES (7, 'all is well')",
      "the run's beginning, data: note 0 is missing"),
    Tampering(
      "DELETE FROM run",
      "the run's beginning, run: it is missing"),
    Tampering(
      "UPDATE run SET version = '9.9.9'",
      "the run's beginning, version: it does not match its hash",
      forged: "holds; again: the run's beginning, version"),
    Tampering(
      "UPDATE run SET config = replace(config, 'seed: 5', 'seed: 6')",
      "the run's beginning, config: it does not match its hash",
      forged: "files: config.yml, report.html; again: the run's beginning, clients"),
    Tampering(
      "UPDATE run SET config = replace(config, 'rounds: 3', 'rounds: 4')",
      "the run's beginning, config: it does not match its hash",
      forged: "the run's beginning, config: it asks for 4 rounds, but the ledger has 3"),
    Tampering(
      "UPDATE run SET config = replace(config, 'method: shapley', 'method: banzhaf')",
      "the run's beginning, config: it does not match its hash",
      forged: "the run's beginning, config: its methods differ from those of the rounds"),
    Tampering(
      "UPDATE run SET config = 'a: [1'",
      "the run's beginning, config: it does not match its hash",
      forged: "run/run.sqlite:2:1: is not YAML: did not find expected ',' or ']'"),
    Tampering(
      "UPDATE run SET config = ''",
      "the run's beginning, config: it does not match its hash",
      forged: "the run's beginning, config: it asks for 20 rounds, but the ledger has 3"),
    Tampering(
      "UPDATE run SET rounds = 4",
      "the run's beginning, rounds: it does not match its hash",
      forged: "round 3, close: the run is marked as finished, but its config asks for 4 rounds"),
    Tampering(
      "UPDATE run SET rounds = -1",
      "the run's beginning, rounds: -1 is negative"),
    Tampering(
      "UPDATE run SET rounds = 9223372036854775807",
      "the run's beginning, rounds: it does not match its hash",
      forged:
        "round 3, close: the run is marked as finished, but its config asks for 9223372036854775807 rounds"
    ),
    Tampering(
      "UPDATE run SET validation = zeroblob(32)",
      "the run's beginning, data: it does not match its hash",
      forged: "files: report.html, evaluation.safetensors; again: the run's beginning, data"),
    Tampering(
      "UPDATE run SET validation = zeroblob(31)",
      "the run's beginning, run: column validation does not hold a hash of 32 bytes"),
    Tampering(
      "UPDATE run SET test = zeroblob(32)",
      "the run's beginning, data: it does not match its hash",
      forged: "files: report.html; again: the run's beginning, data"),
    Tampering(
      "UPDATE run SET model = zeroblob(32)",
      "the run's beginning, model: it does not match its hash",
      forged: "files: report.html, rounds/round-0001.safetensors; again: the run's beginning, model"
    ),
    Tampering(
      "UPDATE run SET model = x''",
      "the run's beginning, run: column model does not hold a hash of 32 bytes"),
    Tampering(
      "UPDATE clients SET name = 'Eve' WHERE client = 1",
      "the run's beginning, clients: it does not match its hash",
      forged:
        "files: clients.csv, contributions.csv, report.html; again: the run's beginning, clients"),
    Tampering(
      "UPDATE clients SET examples = examples + 1 WHERE client = 1",
      "the run's beginning, clients: it does not match its hash",
      forged: "files: clients.csv, report.html; again: the run's beginning, clients"),
    Tampering(
      "UPDATE clients SET examples = -1 WHERE client = 1",
      "the run's beginning, clients: client 1 has -1 examples"),
    Tampering(
      "UPDATE clients SET examples = 9223372036854775807 WHERE client = 1",
      "the run's beginning, clients: client 1 has 9223372036854775807 examples"),
    Tampering(
      "UPDATE clients SET label_noise = 0.25 WHERE client = 1",
      "the run's beginning, clients: it does not match its hash",
      forged: "files: clients.csv, report.html; again: the run's beginning, clients"),
    Tampering(
      "UPDATE clients SET label_noise = 1.5 WHERE client = 1",
      "the run's beginning, clients: client 1 has a label noise of 1.5"),
    Tampering(
      "UPDATE clients SET feature_noise = 2 WHERE client = 0",
      "the run's beginning, clients: it does not match its hash",
      forged: "files: clients.csv, report.html; again: the run's beginning, clients"),
    Tampering(
      "UPDATE clients SET feature_noise = 9e999 WHERE client = 0",
      "the run's beginning, clients: client 0 has a feature noise of inf"),
    Tampering(
      "UPDATE clients SET free_rider = 0 WHERE client = 2",
      "the run's beginning, clients: it does not match its hash",
      forged: "files: clients.csv, report.html; again: the run's beginning, clients"),
    Tampering(
      "UPDATE clients SET free_rider = 7 WHERE client = 2",
      "the run's beginning, clients: column free_rider does not hold 0 or 1, but 7"),
    Tampering(
      "UPDATE clients SET data = zeroblob(32) WHERE client = 0",
      "the run's beginning, data: it does not match its hash",
      forged: "files: report.html; again: the run's beginning, data"),
    Tampering(
      "UPDATE clients SET data = zeroblob(5) WHERE client = 0",
      "the run's beginning, clients: column data does not hold a hash of 32 bytes"),
    Tampering(
      "UPDATE clients SET data = x'' WHERE client = 0",
      "the run's beginning, data: it does not match its hash",
      forged: "files: report.html; again: refused"),
    Tampering(
      "UPDATE clients SET client = 9 WHERE client = 3",
      "the run's beginning, clients: client 3 is missing"),
    Tampering(
      "DELETE FROM clients WHERE client = 3",
      "the run's beginning, clients: it does not match its hash",
      forged: "round 1, participants: there is no client 3"),
    Tampering(
      "DELETE FROM clients WHERE client = 0",
      "the run's beginning, clients: client 0 is missing"),
    Tampering(
      "DELETE FROM clients",
      "the run's beginning, clients: it does not match its hash",
      forged: "round 1, participants: there is no client 1"),
    Tampering(
      "INSERT INTO clients SELECT 4, name, examples, 0, 0, 0, data FROM clients WHERE client = 0",
      "the run's beginning, clients: it does not match its hash",
      forged:
        "files: clients.csv, contributions.csv, report.html; again: the run's beginning, clients"),
    Tampering(
      "UPDATE clients SET name = (SELECT name FROM clients WHERE client = 1) WHERE client = 0",
      "the run's beginning, clients: it does not match its hash",
      forged:
        "files: clients.csv, contributions.csv, report.html; again: the run's beginning, clients"),
    Tampering(
      "UPDATE rounds SET strategy = 'krum' WHERE round = 1",
      "round 1, strategy: it does not match its hash",
      forged:
        "files: rounds.csv, report.html, rounds/round-0001.safetensors; again: round 1, strategy"),
    Tampering(
      "UPDATE rounds SET strategy = '' WHERE round = 1",
      "round 1, strategy: it has no name"),
    Tampering(
      "UPDATE rounds SET engine = 'reference' WHERE round = 2",
      "round 2, engine: it does not match its hash",
      forged: "files: rounds.csv, report.html; again: round 2, engine"),
    Tampering(
      "UPDATE rounds SET engine = 'steam' WHERE round = 2",
      "round 2, engine: there is no engine steam"),
    Tampering(
      "UPDATE rounds SET stable_share = 0.125 WHERE round = 2",
      "round 2, engine: it does not match its hash",
      forged: "files: report.html; again: round 2, engine"),
    Tampering(
      "UPDATE rounds SET stable_share = 2 WHERE round = 2",
      "round 2, engine: its stable share is 2.0"),
    Tampering(
      "UPDATE rounds SET validation_examples = validation_examples + 1 WHERE round = 2",
      "round 2, outcomes: there are 56 validation examples, but 55 before"),
    Tampering(
      "UPDATE rounds SET validation_examples = 0 WHERE round = 1",
      "round 1, outcomes: there are 0 validation examples before and 0 after it"),
    Tampering(
      "UPDATE rounds SET validation_examples = -9223372036854775808 WHERE round = 3",
      """
      round 3, outcomes: there are -9223372036854775808 validation examples before and \
      -9223372036854775808 after it
      """),
    Tampering(
      "UPDATE rounds SET validation_examples = validation_examples + 1",
      "round 1, outcomes: it does not match its hash",
      forged: "files: rounds.csv, report.html; again: round 1, outcomes"),
    Tampering(
      "UPDATE rounds SET correct_before = correct_before + 1 WHERE round = 3",
      "round 3, outcomes: it does not match its hash",
      forged: "files: report.html; again: round 3, outcomes"),
    Tampering(
      "UPDATE rounds SET correct_before = 9999 WHERE round = 3",
      "round 3, outcomes: 9999 of 55 examples cannot be correct"),
    Tampering(
      "UPDATE rounds SET correct_after = -1 WHERE round = 3",
      "round 3, outcomes: -1 of 55 examples cannot be correct"),
    Tampering(
      "UPDATE rounds SET loss_sum_before = 1.5 WHERE round = 1",
      "round 1, outcomes: it does not match its hash",
      forged: "files: report.html; again: round 1, outcomes"),
    Tampering(
      "UPDATE rounds SET loss_sum_after = 1e308 WHERE round = 1",
      "round 1, outcomes: a loss is 1e+308"),
    Tampering(
      "UPDATE rounds SET loss_sum_after = -9e999 WHERE round = 1",
      "round 1, outcomes: a loss is -inf"),
    Tampering(
      "UPDATE rounds SET test_examples = 0 WHERE round = 1",
      "round 1, outcomes: 26 of 0 examples cannot be correct"),
    Tampering(
      "UPDATE rounds SET test_examples = -4 WHERE round = 1",
      "round 1, outcomes: 26 of -4 examples cannot be correct"),
    Tampering(
      "UPDATE rounds SET test_correct = test_correct + 1 WHERE round = 1",
      "round 1, outcomes: it does not match its hash",
      forged: "files: rounds.csv, report.html; again: round 1, outcomes"),
    Tampering(
      "UPDATE rounds SET test_correct = 5000 WHERE round = 1",
      "round 1, outcomes: 5000 of 55 examples cannot be correct"),
    Tampering(
      "UPDATE rounds SET test_loss_sum = 0.5 WHERE round = 1",
      "round 1, outcomes: it does not match its hash",
      forged: "files: rounds.csv, report.html; again: round 1, outcomes"),
    Tampering(
      "UPDATE rounds SET test_loss_sum = 9e999 WHERE round = 1",
      "round 1, outcomes: a loss is inf"),
    Tampering(
      "UPDATE rounds SET model = zeroblob(32) WHERE round = 2",
      "round 2, model: it does not match its hash",
      forged:
        "files: report.html, rounds/round-0002.safetensors, rounds/round-0003.safetensors; again: round 2, model"
    ),
    Tampering(
      "UPDATE rounds SET model = zeroblob(33) WHERE round = 2",
      "round 2, model: column model does not hold a hash of 32 bytes"),
    Tampering(
      "UPDATE rounds SET memory = zeroblob(32) WHERE round = 2",
      "round 2, memory: it does not match its hash",
      forged: "files: report.html; again: round 2, memory"),
    Tampering(
      "UPDATE rounds SET memory = x'' WHERE round = 3",
      "round 3, model: column memory does not hold a hash of 32 bytes",
      forged: "holds"),
    Tampering(
      "UPDATE rounds SET round = 4 WHERE round = 3",
      "round 3, round: it is missing",
      forged: "round 2, close: the run is marked as finished, but its config asks for 3 rounds"),
    Tampering(
      "UPDATE rounds SET round = 0 WHERE round = 1",
      "round 1, round: it is missing"),
    Tampering(
      "DELETE FROM rounds WHERE round = 1",
      "round 1, round: it is missing"),
    Tampering(
      "DELETE FROM rounds WHERE round = 2",
      "round 2, round: it is missing"),
    Tampering(
      "DELETE FROM rounds WHERE round = 3",
      "round 3, round: it is missing",
      forged: "round 2, close: the run is marked as finished, but its config asks for 3 rounds"),
    Tampering(
      "DELETE FROM rounds",
      "round 1, round: it is missing",
      forged:
        "the run's beginning, close: the run is marked as finished, but its config asks for 3 rounds"
    ),
    Tampering(
      "INSERT INTO rounds SELECT 4, strategy, engine, stable_share, validation_examples, correct_before, loss_sum_before, correct_after, loss_sum_after, test_examples, test_correct, test_loss_sum, model, memory FROM rounds WHERE round = 3",
      "round 4, rounds: there is a row, but the run has 3 rounds"),
    Tampering(
      "UPDATE participants SET client = 0 WHERE round = 2",
      "round 2, participants: a client takes part twice"),
    Tampering(
      "UPDATE participants SET client = 99 WHERE round = 2 AND player = 0",
      "round 2, participants: there is no client 99"),
    Tampering(
      "UPDATE participants SET client = -1 WHERE round = 2 AND player = 0",
      "round 2, participants: there is no client -1"),
    Tampering(
      "UPDATE participants SET client = 6 - (SELECT sum(client) FROM participants WHERE round = 2) WHERE round = 2 AND player = 0",
      "round 2, participants: it does not match its hash",
      forged:
        "files: contributions.csv, report.html, rounds/round-0002.safetensors; again: round 2, participants"
    ),
    Tampering(
      "UPDATE participants SET examples = examples + 1 WHERE round = 2 AND player = 0",
      "round 2, participants: it does not match its hash",
      forged: "files: report.html, rounds/round-0002.safetensors; again: round 2, participants"),
    Tampering(
      "UPDATE participants SET examples = -7 WHERE round = 2 AND player = 0",
      "round 2, participants: client 0 has -7 examples"),
    Tampering(
      "UPDATE participants SET step_sum = 0.5 WHERE round = 1 AND player = 1",
      "round 1, participants: it does not match its hash",
      forged: "files: report.html, rounds/round-0001.safetensors; again: round 1, participants"),
    Tampering(
      "UPDATE participants SET step_sum = NULL WHERE round = 1 AND player = 1",
      "round 1, participants: it does not match its hash",
      forged: "files: report.html, rounds/round-0001.safetensors; again: round 1, participants"),
    Tampering(
      "UPDATE participants SET step_sum = 9e999 WHERE round = 1 AND player = 1",
      "round 1, participants: client 2 has a step sum or a loss of inf"),
    Tampering(
      "UPDATE participants SET initial_loss = 0.5 WHERE round = 1 AND player = 1",
      "round 1, participants: it does not match its hash",
      forged: "files: report.html; again: round 1, participants"),
    Tampering(
      "UPDATE participants SET model = zeroblob(32) WHERE round = 2 AND player = 1",
      "round 2, updates: it does not match its hash",
      forged: "files: report.html, rounds/round-0002.safetensors; again: round 2, updates"),
    Tampering(
      "UPDATE participants SET model = zeroblob(1) WHERE round = 2 AND player = 1",
      "round 2, participants: column model does not hold a hash of 32 bytes"),
    Tampering(
      "UPDATE participants SET player = 5 WHERE round = 2 AND player = 2",
      "round 2, participants: player 2 is missing"),
    Tampering(
      "UPDATE participants SET round = 7 WHERE round = 2 AND player = 2",
      "round 2, coalitions: there are 8, but 2^2 are expected"),
    Tampering(
      "DELETE FROM participants WHERE round = 2 AND player = 2",
      "round 2, coalitions: there are 8, but 2^2 are expected"),
    Tampering(
      "DELETE FROM participants WHERE round = 2 AND player = 0",
      "round 2, participants: player 0 is missing"),
    Tampering(
      "DELETE FROM participants WHERE round = 2",
      "round 2, participants: no client took part"),
    Tampering(
      "INSERT INTO participants SELECT round, 3, client, examples, step_sum, initial_loss, model FROM participants WHERE round = 2 AND player = 0",
      "round 2, participants: a client takes part twice"),
    Tampering(
      "INSERT INTO participants VALUES (9, 0, 0, 1, NULL, NULL, zeroblob(32))",
      "round 9, participants: there is a row, but the run has 3 rounds"),
    Tampering(
      "INSERT INTO exclusions VALUES (2, 3, 'no reason')",
      "round 2, exclusions: client 3 takes part and is excluded"),
    Tampering(
      "INSERT INTO exclusions SELECT 2, client, 'no reason' FROM clients WHERE client NOT IN (SELECT client FROM participants WHERE round = 2)",
      "round 2, exclusions: it does not match its hash",
      forged: "files: report.html; again: round 2, exclusions"),
    Tampering(
      "INSERT INTO exclusions VALUES (2, 44, 'no reason')",
      "round 2, exclusions: there is no client 44"),
    Tampering(
      "INSERT INTO exclusions VALUES (12, 0, 'no reason')",
      "round 12, exclusions: there is a row, but the run has 3 rounds"),
    Tampering(
      "UPDATE coalitions SET members = '0' WHERE round = 1",
      "round 1, coalitions: they are missing or cut off"),
    Tampering(
      "UPDATE coalitions SET members = ';0;0 1;0 1 2;0 2;1;1 2;2' WHERE round = 1",
      "round 1, coalitions: it does not match its hash",
      forged: "files: report.html; again: round 1, coalitions"),
    Tampering(
      "UPDATE coalitions SET members = ';0;0 1;0 1 2;0 2;1;1 2;9' WHERE round = 1",
      "round 1, coalitions: a coalition has a player that does not exist"),
    Tampering(
      "UPDATE coalitions SET members = ';0;0 1;0 1 2;0 2;1;2 1;2' WHERE round = 1",
      "round 1, coalitions: the players of a coalition are not in order"),
    Tampering(
      "UPDATE coalitions SET members = ';0;0 1;0 1 2;0 2;1;2;2' WHERE round = 1",
      "round 1, coalitions: a coalition is present twice"),
    Tampering(
      "UPDATE coalitions SET members = ';0;0 1;0 1 2;0 2;1;1 2;x' WHERE round = 1",
      "round 1, coalitions: they are missing or cut off"),
    Tampering(
      "UPDATE coalitions SET correct = zeroblob(length(correct)) WHERE round = 1",
      "round 1, coalitions: it does not match its hash",
      forged: "files: report.html; again: round 1, coalitions"),
    Tampering(
      "UPDATE coalitions SET correct = CAST(x'ffffffff' || substr(correct, 5) AS BLOB) WHERE round = 1",
      "round 1, coalitions: a coalition has more correct predictions than examples"),
    Tampering(
      "UPDATE coalitions SET correct = zeroblob(7) WHERE round = 1",
      "round 1, coalitions: they are missing or cut off"),
    Tampering(
      "UPDATE coalitions SET correct = zeroblob(16), loss_sums = zeroblob(32) WHERE round = 1",
      "round 1, coalitions: there are 4, but 2^3 are expected"),
    Tampering(
      "UPDATE coalitions SET loss_sums = CAST(substr(loss_sums, 1, 7) || x'01' || substr(loss_sums, 9) AS BLOB) WHERE round = 3",
      "round 3, coalitions: it does not match its hash",
      forged: "files: report.html; again: round 3, coalitions"),
    Tampering(
      "UPDATE coalitions SET loss_sums = CAST(x'000000000000f07f' || substr(loss_sums, 9) AS BLOB) WHERE round = 3",
      "round 3, coalitions: a loss is inf"),
    Tampering(
      "UPDATE coalitions SET loss_sums = zeroblob(0) WHERE round = 3",
      "round 3, coalitions: they are missing or cut off"),
    Tampering(
      "UPDATE coalitions SET round = 4 WHERE round = 3",
      "round 3, coalitions: they are missing or cut off"),
    Tampering(
      "DELETE FROM coalitions WHERE round = 3",
      "round 3, coalitions: they are missing or cut off"),
    Tampering(
      "INSERT INTO coalitions VALUES (4, NULL, x'', x'')",
      "round 4, coalitions: there is a row, but the run has 3 rounds"),
    Tampering(
      "UPDATE attributions SET method = 'banzhaf' WHERE round = 2 AND place = 0",
      "round 2, contributions: their methods differ from those of the rounds before"),
    Tampering(
      "UPDATE attributions SET method = 'banzhaf' WHERE method = 'shapley'",
      "round 1, contributions: it does not match its hash",
      forged: "the run's beginning, config: its methods differ from those of the rounds"),
    Tampering(
      "UPDATE attributions SET method = 'shapley' WHERE round = 2",
      "round 2, contributions: a method is present twice"),
    Tampering(
      "UPDATE attributions SET method = '' WHERE place = 0",
      "round 1, contributions: a method has no name"),
    Tampering(
      "UPDATE attributions SET utility = 'loss' WHERE round = 2 AND place = 0",
      "round 2, contributions: a method is present twice"),
    Tampering(
      "UPDATE attributions SET utility = 'love' WHERE round = 2 AND place = 0",
      "round 2, contributions: there is no utility love"),
    Tampering(
      "UPDATE attributions SET evaluations = 5 WHERE round = 2 AND place = 0",
      "round 2, contributions: it does not match its hash",
      forged: "files: report.html; again: round 2, contributions"),
    Tampering(
      "UPDATE attributions SET evaluations = -5 WHERE round = 2 AND place = 0",
      "round 2, contributions: shapley has -5 evaluations"),
    Tampering(
      "UPDATE attributions SET guarantees = 1 WHERE round = 2 AND place = 0",
      "round 2, contributions: it does not match its hash",
      forged: "files: report.html; again: round 2, contributions"),
    Tampering(
      "UPDATE attributions SET guarantees = 16 WHERE round = 2 AND place = 0",
      "round 2, contributions: shapley has unknown guarantees, 16"),
    Tampering(
      "UPDATE attributions SET guarantees = -1 WHERE round = 2 AND place = 0",
      "round 2, contributions: shapley has unknown guarantees, -1"),
    Tampering(
      "UPDATE attributions SET place = 8 WHERE round = 2 AND place = 3",
      "round 2, contributions: method 3 is missing"),
    Tampering(
      "DELETE FROM attributions WHERE round = 2 AND place = 3",
      "round 2, contributions: there is no method 3"),
    Tampering(
      "DELETE FROM attributions WHERE round = 2 AND place = 0",
      "round 2, contributions: method 0 is missing"),
    Tampering(
      "DELETE FROM attributions WHERE round = 2",
      "round 2, contributions: there is no method 0"),
    Tampering(
      "DELETE FROM attributions",
      "round 1, contributions: there is no method 0"),
    Tampering(
      "DELETE FROM attributions; DELETE FROM contributions; DELETE FROM figures",
      "round 1, contributions: there are none"),
    Tampering(
      "DELETE FROM attributions WHERE place > 1; DELETE FROM contributions WHERE place > 1; DELETE FROM figures WHERE place > 1",
      "round 1, contributions: it does not match its hash",
      forged: "the run's beginning, config: its methods differ from those of the rounds"),
    Tampering(
      "INSERT INTO attributions VALUES (2, 4, 'banzhaf', 'loss', 8, 0)",
      "round 2, contributions: their methods differ from those of the rounds before"),
    Tampering(
      "INSERT INTO attributions VALUES (0, 0, 'banzhaf', 'loss', 8, 0)",
      "the run's beginning, attributions: there is a row, but the run has 3 rounds"),
    Tampering(
      "UPDATE contributions SET value = value + 1e-15 WHERE round = 2 AND place = 0 AND player = 1",
      "round 2, contributions: it does not match its hash",
      forged: "files: contributions.csv, report.html; again: round 2, contributions"),
    Tampering(
      "UPDATE contributions SET value = 1e308 WHERE round = 2 AND place = 0 AND player = 1",
      "round 2, contributions: shapley has the value 1e+308"),
    Tampering(
      "UPDATE contributions SET value = 1e149 WHERE round = 2 AND place = 0 AND player = 1",
      "round 2, contributions: it does not match its hash",
      forged: "files: contributions.csv, report.html; again: round 2, contributions"),
    Tampering(
      "UPDATE contributions SET value = -9e999 WHERE round = 2 AND place = 0 AND player = 1",
      "round 2, contributions: shapley has the value -inf"),
    Tampering(
      "UPDATE contributions SET standard_error = 1e-9 WHERE round = 1 AND place = 3 AND player = 0",
      "round 1, contributions: it does not match its hash",
      forged: "files: contributions.csv, report.html; again: round 1, contributions"),
    Tampering(
      "UPDATE contributions SET standard_error = -1 WHERE round = 1 AND place = 3 AND player = 0",
      "round 1, contributions: least-core has the standard error -1.0"),
    Tampering(
      "UPDATE contributions SET standard_error = 9e999 WHERE round = 1 AND place = 3 AND player = 0",
      "round 1, contributions: least-core has the standard error inf"),
    Tampering(
      "UPDATE contributions SET standard_error = NULL WHERE round = 1 AND place = 3 AND player = 0",
      "round 1, contributions: it does not match its hash",
      forged: "files: contributions.csv, report.html; again: round 1, contributions"),
    Tampering(
      "UPDATE contributions SET player = 5 WHERE round = 2 AND place = 0 AND player = 2",
      "round 2, contributions: player 2 is missing at method 0"),
    Tampering(
      "UPDATE contributions SET place = 6 WHERE round = 2 AND place = 0 AND player = 2",
      "round 2, contributions: there is no method 6"),
    Tampering(
      "UPDATE contributions SET value = (SELECT value FROM contributions WHERE round = 1 AND place = 0 AND player = 0) WHERE round = 2 AND place = 0 AND player = 0",
      "round 2, contributions: it does not match its hash",
      forged: "files: contributions.csv, report.html; again: round 2, contributions"),
    Tampering(
      "DELETE FROM contributions WHERE round = 2 AND player = 1",
      "round 2, contributions: player 1 is missing at method 0"),
    Tampering(
      "DELETE FROM contributions WHERE round = 2 AND player = 2",
      "round 2, contributions: shapley does not have a value for each participant"),
    Tampering(
      "DELETE FROM contributions WHERE round = 2",
      "round 2, contributions: shapley does not have a value for each participant"),
    Tampering(
      "INSERT INTO contributions VALUES (2, 0, 3, 1, 0)",
      "round 2, contributions: shapley does not have a value for each participant"),
    Tampering(
      "INSERT INTO contributions VALUES (2, 9, 0, 1, 0)",
      "round 2, contributions: there is no method 9"),
    Tampering(
      "INSERT INTO contributions VALUES (5, 0, 0, 1, 0)",
      "round 5, contributions: there is a row, but the run has 3 rounds"),
    Tampering(
      "UPDATE figures SET value = value + 1 WHERE round = 1 AND place = 2",
      "round 1, contributions: it does not match its hash",
      forged: "files: report.html; again: round 1, contributions"),
    Tampering(
      "UPDATE figures SET value = 9e999 WHERE round = 1 AND place = 2",
      "round 1, contributions: least-core has the subsidy inf"),
    Tampering(
      "UPDATE figures SET name = 'gift' WHERE round = 1 AND place = 2",
      "round 1, contributions: it does not match its hash",
      forged: "files: report.html; again: round 1, contributions"),
    Tampering(
      "UPDATE figures SET place = 7 WHERE round = 1 AND place = 2",
      "round 1, contributions: there is no method 7"),
    Tampering(
      "DELETE FROM figures WHERE round = 1 AND place = 2",
      "round 1, contributions: it does not match its hash",
      forged: "files: report.html; again: round 1, contributions"),
    Tampering(
      "INSERT INTO figures VALUES (8, 0, 'subsidy', 0)",
      "round 8, figures: there is a row, but the run has 3 rounds"),
    Tampering(
      "INSERT INTO extensions VALUES (3, 'name: other', 3)",
      "round 3, extension: link 3 of the chain is not an extension"),
    Tampering(
      "INSERT INTO extensions VALUES (9, 'name: other', 3)",
      "round 3, extension: link 9 of the chain is not an extension"),
    Tampering(
      "INSERT INTO extensions VALUES (5, 'name: other', 9); INSERT INTO chain VALUES (5, 'extension', 3, zeroblob(32))",
      "round 3, extension: its hash is missing",
      forged: "the run's beginning, config: it asks for 20 rounds, but the ledger has 9"),
    Tampering(
      "INSERT INTO extensions VALUES (5, 'name: other', 2); INSERT INTO chain VALUES (5, 'extension', 3, zeroblob(32))",
      "round 3, extension: it asks for 2 rounds, fewer than there are"),
    Tampering(
      "INSERT INTO chain VALUES (5, 'extension', 3, zeroblob(32))",
      "round 3, extension: it is missing"),
    Tampering(
      "INSERT INTO chain VALUES (5, 'close', 3, zeroblob(32))",
      "round 3, close: it is present twice"),
    Tampering(
      "INSERT INTO chain VALUES (5, 'header', 0, zeroblob(32))",
      "round 3, chain: it has no header, or two"),
    Tampering(
      "INSERT INTO chain VALUES (5, 'round', 4, zeroblob(32))",
      "round 4, round: it follows the end of the run, whose config asks for 3",
      forged: "holds"),
    Tampering(
      "UPDATE chain SET kind = 'stone' WHERE link = 2",
      "the run's beginning, chain: link 2 has the unknown kind stone"),
    Tampering(
      "UPDATE chain SET kind = 'close' WHERE link = 2",
      "round 1, close: the run is marked as finished, but its config asks for 3 rounds"),
    Tampering(
      "UPDATE chain SET kind = 'close' WHERE link = 3; DELETE FROM chain WHERE link = 4",
      "the run's beginning, chain: link 4 is missing",
      forged: "round 2, close: the run is marked as finished, but its config asks for 3 rounds"),
    Tampering(
      "UPDATE chain SET round = 1 WHERE link = 2",
      "round 2, chain: its link has round 1"),
    Tampering(
      "UPDATE chain SET hash = zeroblob(32) WHERE link = 2",
      "round 2, chain: its hash does not match the previous links",
      forged: "holds"),
    Tampering(
      "UPDATE chain SET hash = x'' WHERE link = 2",
      "the run's beginning, chain: column hash does not hold a hash of 32 bytes",
      forged: "holds"),
    Tampering(
      "UPDATE chain SET link = 9 WHERE link = 4",
      "the run's beginning, chain: link 4 is missing",
      forged: "holds"),
    Tampering(
      "DELETE FROM chain WHERE link = 0",
      "the run's beginning, chain: link 0 is missing",
      forged: "the run's beginning, chain: it has no header, or two"),
    Tampering(
      "DELETE FROM chain WHERE link = 2",
      "the run's beginning, chain: link 2 is missing",
      forged: "round 2, chain: its link has round 3"),
    Tampering(
      "DELETE FROM chain WHERE kind = 'close'",
      "the run's beginning, chain: link 4 is missing",
      forged:
        "round 3, close: the run has no end: 3 of 3 rounds exist and are valid; resume it, or accept it as an interrupted run"
    ),
    Tampering(
      "DELETE FROM parts WHERE link = 4; DELETE FROM chain WHERE kind = 'close'",
      "round 3, close: the run has no end: 3 of 3 rounds exist and are valid; resume it, or accept it as an interrupted run"
    ),
    Tampering(
      "DELETE FROM chain",
      "the run's beginning, chain: link 0 is missing",
      forged: "the run's beginning, chain: it is missing"),
    Tampering(
      "DELETE FROM chain; DELETE FROM parts",
      "the run's beginning, chain: it is missing"),
    Tampering(
      "DELETE FROM parts WHERE link = 2 AND part = 10",
      "round 2, contributions: its hash is missing",
      forged: "holds"),
    Tampering(
      "DELETE FROM parts WHERE link = 2 AND part = 3",
      "the run's beginning, chain: a hash is missing at link 2",
      forged: "holds"),
    Tampering(
      "DELETE FROM parts WHERE link = 4",
      "round 3, close: its hash is missing",
      forged: "holds"),
    Tampering(
      "DELETE FROM parts",
      "the run's beginning, version: its hash is missing",
      forged: "holds"),
    Tampering(
      "UPDATE parts SET hash = zeroblob(32) WHERE link = 2 AND part = 3",
      "round 2, participants: it does not match its hash",
      forged: "holds"),
    Tampering(
      "UPDATE parts SET hash = zeroblob(3) WHERE link = 2 AND part = 3",
      "the run's beginning, chain: column hash does not hold a hash of 32 bytes",
      forged: "holds"),
    Tampering(
      "UPDATE parts SET name = 'other' WHERE link = 2 AND part = 3",
      "round 2, participants: its hash is missing",
      forged: "holds"),
    Tampering(
      "INSERT INTO parts VALUES (2, 11, 'more', zeroblob(32))",
      "round 2, chain: it has a hash of an unknown part",
      forged: "holds"),
    Tampering(
      "INSERT INTO parts VALUES (9, 0, 'more', zeroblob(32))",
      "the run's beginning, chain: link 9 is missing",
      forged: "holds"),
    Tampering(
      "UPDATE checkpoint SET round = 2",
      "round 3, checkpoint: it is that of round 2",
      forged: "holds"),
    Tampering(
      "UPDATE checkpoint SET model = zeroblob(24)",
      "round 3, checkpoint: its model is not the round's",
      forged: "files: report.html, rounds/round-0003.safetensors; again: round 3, model"),
    Tampering(
      "UPDATE checkpoint SET model = zeroblob(23)",
      "round 3, checkpoint: its model is cut off"),
    Tampering(
      "UPDATE checkpoint SET server = x'7b7d'",
      "round 3, checkpoint: its memory is not the round's",
      forged: "files: report.html; again: round 3, memory"),
    Tampering(
      "UPDATE checkpoint SET server = CAST(replace(CAST(server AS TEXT), '3', '4') AS BLOB)",
      "round 3, checkpoint: its memory is not the round's",
      forged: "files: report.html; again: round 3, memory"),
    Tampering(
      "DELETE FROM checkpoint",
      "round 3, checkpoint: it is missing"),
    Tampering(
      "UPDATE segments SET threads = 0",
      "the run's beginning, segments: one has 0 threads and starts at round 1"),
    Tampering(
      "UPDATE segments SET threads = 5",
      "holds"),
    Tampering(
      "UPDATE segments SET machine = 'elsewhere'",
      "files: report.html"),
    Tampering(
      "UPDATE segments SET first_round = -3",
      "the run's beginning, segments: one has 1 threads and starts at round -3"),
    Tampering(
      "UPDATE segments SET first_round = 9",
      "the run's beginning, segments: one has 1 threads and starts at round 9"),
    Tampering(
      "DELETE FROM segments",
      "files: report.html"),
    Tampering(
      "DELETE FROM chain WHERE link = 4; DELETE FROM parts WHERE link >= 3; DELETE FROM chain WHERE link = 3; DELETE FROM rounds WHERE round = 3; DELETE FROM participants WHERE round = 3; DELETE FROM coalitions WHERE round = 3; DELETE FROM attributions WHERE round = 3; DELETE FROM contributions WHERE round = 3; DELETE FROM figures WHERE round = 3; DELETE FROM checkpoint",
      "round 2, checkpoint: it is missing"),
    Tampering(
      "DELETE FROM parts WHERE link = 3; DELETE FROM chain WHERE link = 3; UPDATE parts SET link = 3 WHERE link = 4; UPDATE chain SET link = 3 WHERE link = 4; DELETE FROM rounds WHERE round = 3; DELETE FROM participants WHERE round = 3; DELETE FROM coalitions WHERE round = 3; DELETE FROM attributions WHERE round = 3; DELETE FROM contributions WHERE round = 3; DELETE FROM figures WHERE round = 3; DELETE FROM checkpoint",
      "round 2, close: the run is marked as finished, but its config asks for 3 rounds"),
    Tampering(
      "PRAGMA user_version = 0",
      "run/run.sqlite does not have the tables of a ledger: its tables have version 0; restore a copy, or repeat the run"
    ),
    Tampering(
      "PRAGMA user_version = -1",
      "run/run.sqlite does not have the tables of a ledger: its tables have version -1; restore a copy, or repeat the run"
    ),
    Tampering(
      "PRAGMA user_version = 2",
      "run/run.sqlite was made by apportion 0.1, whose ledgers this version does not read; make the run again with `apportion run config.yml`, or with `apportion account` if its rounds were recorded elsewhere"
    ),
    Tampering(
      "PRAGMA user_version = 7",
      "run/run.sqlite was written by a newer apportion (its tables have version 7, this one knows 3); update apportion to read it"
    ),
    Tampering(
      "PRAGMA application_id = 7",
      "run/run.sqlite is a SQLite file, but not the ledger of a run; name the folder of a run"),
    Tampering(
      "CREATE TABLE more (a)",
      "run/run.sqlite does not have the tables of a ledger: it has an unexpected table, more; restore a copy, or repeat the run"
    ),
    Tampering(
      "CREATE TRIGGER nosy AFTER INSERT ON rounds BEGIN DELETE FROM clients; END",
      "run/run.sqlite does not have the tables of a ledger: it has an unexpected trigger, nosy; restore a copy, or repeat the run"
    ),
    Tampering(
      "CREATE VIEW nosy AS SELECT * FROM rounds",
      "run/run.sqlite does not have the tables of a ledger: it has an unexpected view, nosy; restore a copy, or repeat the run"
    ),
    Tampering(
      "CREATE INDEX nosy ON rounds (strategy)",
      "run/run.sqlite does not have the tables of a ledger: it has an unexpected index, nosy; restore a copy, or repeat the run"
    ),
    Tampering(
      "ALTER TABLE rounds ADD COLUMN more TEXT",
      "run/run.sqlite does not have the tables of a ledger: it has an unexpected table, rounds; restore a copy, or repeat the run"
    ),
    Tampering(
      "ALTER TABLE rounds RENAME COLUMN engine TO motor",
      "run/run.sqlite does not have the tables of a ledger: it has an unexpected table, rounds; restore a copy, or repeat the run"
    ),
    Tampering(
      "DROP TABLE segments",
      "run/run.sqlite does not have the tables of a ledger: it lacks a table; restore a copy, or repeat the run"
    ),
    Tampering(
      "ALTER TABLE contributions RENAME TO other; CREATE VIEW contributions AS SELECT round, place, player, value + random() AS value, standard_error FROM other",
      "run/run.sqlite does not have the tables of a ledger: it has an unexpected view, contributions; restore a copy, or repeat the run"
    ),
    Tampering(
      "ANALYZE",
      "run/run.sqlite does not have the tables of a ledger: it has an unexpected table, sqlite_stat1; restore a copy, or repeat the run"
    ),
  ]
}
