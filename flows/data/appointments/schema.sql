-- Who has been here, or has called. Without a date of birth, nobody can move an appointment by telephone.
CREATE TABLE customers (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  phone TEXT NOT NULL UNIQUE,  -- E.164: +15550100
  born DATE
);

-- A time is free where no confirmed appointment begins.
CREATE TABLE appointments (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  service TEXT NOT NULL,
  day DATE NOT NULL,
  starts TIME NOT NULL,
  status TEXT NOT NULL DEFAULT 'confirmed' CHECK (status IN ('confirmed', 'cancelled'))
);

CREATE UNIQUE INDEX one_at_a_time ON appointments (day, starts) WHERE status = 'confirmed';

-- Whom somebody of the team has to call back. A row is open until somebody has.
CREATE TABLE callbacks (
  id INTEGER PRIMARY KEY,
  call_id TEXT NOT NULL UNIQUE,
  phone TEXT NOT NULL,
  asked_at DATETIME NOT NULL,
  status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'done'))
);
