-- Lists an owner imported.
CREATE TABLE imports (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  file TEXT NOT NULL,
  at INTEGER NOT NULL,
  -- Rows of the file, and how many of them became contacts.
  rows INTEGER NOT NULL,
  taken INTEGER NOT NULL,
  -- Set when the whole list stands in contacts. NULL = it is being written, or was undone: its people are handed to nobody.
  ready_at INTEGER,
  undone_at INTEGER
) STRICT;

-- Handed out in the order of due_at, then seq; not before due_at.
ALTER TABLE contacts ADD COLUMN due_at INTEGER NOT NULL DEFAULT 0;
-- IANA zone of the person, where it is known: the calling hours are looked at there too.
ALTER TABLE contacts ADD COLUMN zone TEXT;
ALTER TABLE contacts ADD COLUMN import_id INTEGER REFERENCES imports (id);
-- Attempts in a row by which nobody's phone rang.
ALTER TABLE contacts ADD COLUMN technical INTEGER NOT NULL DEFAULT 0;
-- Key of the latest report owed for the contact.
ALTER TABLE contacts ADD COLUMN report_key TEXT;
DROP INDEX contacts_by_state;
CREATE INDEX contacts_by_state ON contacts (source, state);
CREATE INDEX contacts_waiting ON contacts (source, due_at, seq, import_id) WHERE state = 'waiting';
CREATE INDEX contacts_by_phone ON contacts (phone);
CREATE INDEX contacts_by_import ON contacts (import_id, state) WHERE import_id IS NOT NULL;
-- A number stands on imported lists once, until its call.
CREATE UNIQUE INDEX contacts_imported ON contacts (phone) WHERE source = 'import' AND state IN ('waiting', 'reserved');

-- The scenario an attempt was placed with, so that its record can be completed after a crash.
ALTER TABLE attempts ADD COLUMN scenario_json TEXT;
CREATE INDEX attempts_by_time ON attempts (dialled_at);

-- Calls that are up, as far as they have come: what the next start finishes after a crash.
CREATE TABLE live_calls (
  id TEXT PRIMARY KEY,
  at INTEGER NOT NULL,
  progress_json TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Who must not be rung. spoken: asked for on a call. manual: entered by hand. file: from a list. panel: the panel said so.
-- A number stands here once for each source, so that one source that takes it back leaves the others.
CREATE TABLE barred (
  phone TEXT NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('spoken', 'manual', 'file', 'panel')),
  since INTEGER NOT NULL,
  call_id TEXT,
  note TEXT,
  PRIMARY KEY (phone, source)
) STRICT, WITHOUT ROWID;
INSERT INTO barred (phone, source, since, call_id) SELECT phone, 'spoken', since, call_id FROM do_not_call;
DROP TABLE do_not_call;
ALTER TABLE barred RENAME TO do_not_call;
CREATE INDEX do_not_call_by_time ON do_not_call (since);

-- What stopped dialing and needed a person; told once each.
CREATE TABLE incidents (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- The name of the gate.
  kind TEXT NOT NULL,
  because TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  closed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX incidents_open ON incidents (kind) WHERE closed_at IS NULL;

-- The same table with one state more. dropped: a person decided that it is not to be sent.
CREATE TABLE owed (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  -- Idempotency key: the attempt's id.
  key TEXT NOT NULL,
  body TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'set_aside', 'dropped')),
  attempts INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  why TEXT,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  UNIQUE (kind, key)
) STRICT;
INSERT INTO owed SELECT id, kind, key, body, state, attempts, due_at, why, created_at, changed_at FROM outbox;
DROP TABLE outbox;
ALTER TABLE owed RENAME TO outbox;
CREATE INDEX outbox_due ON outbox (id) WHERE state = 'waiting';
CREATE INDEX outbox_next ON outbox (kind, id) WHERE state = 'waiting';
CREATE INDEX outbox_set_aside ON outbox (id) WHERE state = 'set_aside';
CREATE INDEX outbox_by_key ON outbox (key);
