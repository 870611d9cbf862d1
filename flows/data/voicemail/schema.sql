-- What callers have said after the tone. The sound files lie below the folder for recordings.
CREATE TABLE voicemails (
  id INTEGER PRIMARY KEY,
  call_id TEXT NOT NULL UNIQUE,
  caller_number TEXT,  -- E.164: +15550100; empty where it was withheld
  file TEXT NOT NULL,
  seconds INTEGER NOT NULL,
  words TEXT,  -- empty until somebody has put it into words
  received_at DATETIME NOT NULL,
  status TEXT NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'heard'))
);
