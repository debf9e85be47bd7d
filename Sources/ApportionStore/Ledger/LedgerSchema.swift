/// The tables of a ledger.
///
/// A file says with its `user_version` which format it has; 1 and 2 were those of apportion 0.1.
enum LedgerSchema {
  /// "APRT": what tells a ledger from other SQLite files.
  static let applicationID = 0x4150_5254
  static let version = 3

  /// What makes the tables.
  ///
  /// `chain` has a row for each link, in order: the header, rounds, extensions and closings; `parts` has
  /// the hashes that each link is made of.
  static let sql = """
    CREATE TABLE run (
      id INTEGER PRIMARY KEY CHECK (id = 1), version TEXT NOT NULL, config TEXT NOT NULL,
      rounds INTEGER NOT NULL, validation BLOB NOT NULL, test BLOB NOT NULL, model BLOB NOT NULL
    ) STRICT;
    CREATE TABLE clients (
      client INTEGER PRIMARY KEY, name TEXT NOT NULL, examples INTEGER NOT NULL,
      label_noise REAL NOT NULL, feature_noise REAL NOT NULL, free_rider INTEGER NOT NULL,
      data BLOB NOT NULL
    ) STRICT;
    CREATE TABLE rounds (
      round INTEGER PRIMARY KEY, strategy TEXT NOT NULL, engine TEXT NOT NULL, stable_share REAL,
      validation_examples INTEGER NOT NULL, correct_before INTEGER NOT NULL,
      loss_sum_before REAL NOT NULL, correct_after INTEGER NOT NULL, loss_sum_after REAL NOT NULL,
      test_examples INTEGER NOT NULL, test_correct INTEGER NOT NULL, test_loss_sum REAL NOT NULL,
      model BLOB NOT NULL, memory BLOB NOT NULL
    ) STRICT;
    CREATE TABLE participants (
      round INTEGER NOT NULL, player INTEGER NOT NULL, client INTEGER NOT NULL,
      examples INTEGER NOT NULL, step_sum REAL, initial_loss REAL, model BLOB NOT NULL,
      PRIMARY KEY (round, player)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE exclusions (
      round INTEGER NOT NULL, client INTEGER NOT NULL, reason TEXT NOT NULL,
      PRIMARY KEY (round, client)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE coalitions (
      round INTEGER PRIMARY KEY, members TEXT, correct BLOB NOT NULL, loss_sums BLOB NOT NULL
    ) STRICT;
    CREATE TABLE attributions (
      round INTEGER NOT NULL, place INTEGER NOT NULL, method TEXT NOT NULL, utility TEXT NOT NULL,
      evaluations INTEGER NOT NULL, guarantees INTEGER NOT NULL, PRIMARY KEY (round, place)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE contributions (
      round INTEGER NOT NULL, place INTEGER NOT NULL, player INTEGER NOT NULL,
      value REAL NOT NULL, standard_error REAL, PRIMARY KEY (round, place, player)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE extensions (
      link INTEGER PRIMARY KEY, config TEXT NOT NULL, rounds INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE chain (
      link INTEGER PRIMARY KEY, kind TEXT NOT NULL, round INTEGER NOT NULL, hash BLOB NOT NULL
    ) STRICT;
    CREATE TABLE parts (
      link INTEGER NOT NULL, part INTEGER NOT NULL, name TEXT NOT NULL, hash BLOB NOT NULL,
      PRIMARY KEY (link, part)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE checkpoint (
      id INTEGER PRIMARY KEY CHECK (id = 1), round INTEGER NOT NULL, model BLOB NOT NULL,
      server BLOB NOT NULL
    ) STRICT;
    CREATE TABLE stints (
      first_round INTEGER PRIMARY KEY, machine TEXT NOT NULL, threads INTEGER NOT NULL,
      folder TEXT NOT NULL
    ) STRICT;
    """
}
