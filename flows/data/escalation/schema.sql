-- What callers are told. Few enough to be listened to, and each short.
CREATE TABLE articles (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL UNIQUE,
  answer TEXT NOT NULL
);

-- How each call was dealt with, so that nobody has to ask everything again.
CREATE TABLE contexts (
  call_id TEXT PRIMARY KEY,
  caller_number TEXT,  -- E.164: +15550100; empty where it was withheld
  status TEXT NOT NULL CHECK (status IN ('solved', 'put through', 'a ticket', 'given up')),
  about TEXT NOT NULL,
  told TEXT NOT NULL,
  ending TEXT NOT NULL,
  ended_at DATETIME NOT NULL
);
