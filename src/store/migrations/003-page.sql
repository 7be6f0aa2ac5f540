-- Who is signed in. key: fingerprint of the secret in the browser's cookie. seal: changes with the password.
CREATE TABLE sessions (
  key TEXT PRIMARY KEY,
  role TEXT NOT NULL,
  seal TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  used_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Who did what: by the page, by a program, by a command. about never holds a whole number.
CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  role TEXT NOT NULL,
  access TEXT NOT NULL,
  address TEXT NOT NULL,
  action TEXT NOT NULL,
  about TEXT,
  outcome TEXT NOT NULL
) STRICT;
CREATE INDEX audit_by_time ON audit (at);

-- The text a call walked, also when the file is another one by now.
CREATE TABLE scenario_texts (
  hash TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  file TEXT NOT NULL,
  source TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Everything lists are filtered by, so that a day is counted and searched without a look at its records.
DROP INDEX calls_by_end;
CREATE INDEX calls_by_end ON calls (ended_at, disposition, direction, line, scenario);
CREATE INDEX calls_by_disposition ON calls (disposition, ended_at, direction, line, scenario);
CREATE INDEX outbox_dropped ON outbox (id) WHERE state = 'dropped';
