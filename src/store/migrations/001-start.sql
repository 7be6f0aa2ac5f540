-- Times are epoch milliseconds. Columns ending in _json hold JSON.

CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- People to call. Order of handing out = seq.
CREATE TABLE contacts (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  source TEXT NOT NULL CHECK (source IN ('panel', 'static', 'import', 'manual')),
  phone TEXT NOT NULL,
  panel_id_json TEXT,
  fields_json TEXT NOT NULL,
  -- waiting: to be called. reserved: in the dialer's hands or on the phone. done: has its record. set_aside: given up for technical faults.
  state TEXT NOT NULL CHECK (state IN ('waiting', 'reserved', 'done', 'set_aside')),
  because TEXT,
  changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX contacts_by_state ON contacts (source, state, seq);
CREATE UNIQUE INDEX contacts_static ON contacts (phone) WHERE source = 'static';
CREATE UNIQUE INDEX contacts_panel ON contacts (panel_id_json) WHERE source = 'panel';

-- Every order to dial, written before it is given: what the limits count, and what a crash is recovered from.
CREATE TABLE attempts (
  id TEXT PRIMARY KEY,
  contact_id TEXT NOT NULL,
  phone TEXT NOT NULL,
  line TEXT NOT NULL,
  line_json TEXT NOT NULL,
  dialled_at INTEGER NOT NULL,
  -- open: no record yet. recorded: see calls. void: nobody's phone rang.
  state TEXT NOT NULL CHECK (state IN ('open', 'recorded', 'void'))
) STRICT, WITHOUT ROWID;
CREATE INDEX attempts_by_line ON attempts (line, dialled_at);
CREATE INDEX attempts_by_phone ON attempts (phone, dialled_at);
CREATE INDEX attempts_open ON attempts (contact_id) WHERE state = 'open';

CREATE TABLE calls (
  id TEXT PRIMARY KEY,
  direction TEXT NOT NULL,
  contact_id TEXT NOT NULL,
  phone TEXT NOT NULL,
  line TEXT NOT NULL,
  scenario TEXT,
  disposition TEXT NOT NULL,
  attempted_at INTEGER NOT NULL,
  ended_at INTEGER NOT NULL,
  -- The whole record but its turns and trace.
  record_json TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX calls_by_end ON calls (ended_at);
CREATE INDEX calls_by_contact ON calls (contact_id);
CREATE INDEX calls_by_phone ON calls (phone, ended_at);

CREATE TABLE turns (
  call_id TEXT NOT NULL REFERENCES calls (id) ON DELETE CASCADE,
  n INTEGER NOT NULL,
  at INTEGER NOT NULL,
  transcript TEXT NOT NULL,
  intent TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  listen_ms REAL NOT NULL,
  enhance_ms REAL NOT NULL,
  recognise_ms REAL NOT NULL,
  think_ms REAL NOT NULL,
  PRIMARY KEY (call_id, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE trace (
  call_id TEXT NOT NULL REFERENCES calls (id) ON DELETE CASCADE,
  n INTEGER NOT NULL,
  path TEXT NOT NULL,
  line INTEGER NOT NULL,
  at INTEGER NOT NULL,
  result TEXT NOT NULL,
  PRIMARY KEY (call_id, n)
) STRICT, WITHOUT ROWID;

-- What is owed to outside systems, in the order of the facts it tells of.
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  -- Idempotency key: the attempt's id.
  key TEXT NOT NULL,
  body TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'set_aside')),
  attempts INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  why TEXT,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  UNIQUE (kind, key)
) STRICT;
CREATE INDEX outbox_due ON outbox (id) WHERE state = 'waiting';
CREATE INDEX outbox_by_key ON outbox (key);

-- Who asked never to be called again. Outlives the retention of calls.
CREATE TABLE do_not_call (
  phone TEXT PRIMARY KEY,
  since INTEGER NOT NULL,
  call_id TEXT
) STRICT, WITHOUT ROWID;
