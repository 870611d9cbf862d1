-- Who was invited to a first interview by telephone. An invitation is open until the interview was given, once.
CREATE TABLE candidates (
  id INTEGER PRIMARY KEY,
  number TEXT NOT NULL UNIQUE CHECK (length(number) = 6),  -- of the application, as the letter has it
  name TEXT NOT NULL,
  phone TEXT NOT NULL UNIQUE,  -- E.164: +15550100
  status TEXT NOT NULL DEFAULT 'invited' CHECK (status IN ('invited', 'screened', 'withdrawn'))
);

-- What a candidate told us in a call, also if it broke off. What was not answered is empty. One row a call.
CREATE TABLE screenings (
  call_id TEXT PRIMARY KEY,
  candidate_id INTEGER NOT NULL REFERENCES candidates (id),
  can_come TEXT,  -- yes, partly or no
  commute_by TEXT,
  years INTEGER,
  starts_on DATE,
  work_style TEXT,
  email TEXT,
  phone TEXT,
  score INTEGER NOT NULL,  -- of 4
  outcome TEXT NOT NULL CHECK (outcome IN ('complete', 'stopped', 'a person calls', 'put through', 'broken off')),
  ended_at DATETIME NOT NULL
);
