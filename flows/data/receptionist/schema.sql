CREATE TABLE customers (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  phone TEXT NOT NULL UNIQUE  -- E.164: +15550100
);

-- What customers are waiting for.
CREATE TABLE tickets (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  subject TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'closed'))
);

-- Who can be asked for by name.
CREATE TABLE people (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  is_away BOOLEAN NOT NULL DEFAULT 0
);

-- Whom somebody has to call. A row is open until somebody has called.
CREATE TABLE callbacks (
  id INTEGER PRIMARY KEY,
  phone TEXT NOT NULL,
  caller_name TEXT NOT NULL,  -- empty where it is not known, as the reason
  wanted TEXT NOT NULL,  -- a department, or a person
  reason TEXT NOT NULL,
  asked_at DATETIME NOT NULL,
  status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'called'))
);

CREATE UNIQUE INDEX one_callback_from_each ON callbacks (phone, wanted) WHERE status = 'open';
