-- Who can be helped by self-service. The PIN is asked for before anything is told.
CREATE TABLE customers (
  id INTEGER PRIMARY KEY,
  number TEXT NOT NULL UNIQUE CHECK (length(number) = 6),
  name TEXT NOT NULL,
  phone TEXT NOT NULL UNIQUE,  -- E.164: +15550100
  pin TEXT NOT NULL CHECK (length(pin) = 4),
  wrong_pins INTEGER NOT NULL DEFAULT 0,  -- in a row; with five of them nothing is told any more
  balance INTEGER NOT NULL DEFAULT 0  -- cents; what the customer owes
);

CREATE TABLE orders (
  number TEXT PRIMARY KEY CHECK (length(number) = 4),
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  item TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'packed' CHECK (status IN ('packed', 'shipped', 'delivered', 'cancelled')),
  arrives_on DATE
);

-- Whom a person has to call. A row is open until somebody has called.
CREATE TABLE callbacks (
  id INTEGER PRIMARY KEY,
  phone TEXT NOT NULL,
  reason TEXT NOT NULL,
  asked_at DATETIME NOT NULL,
  status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'called'))
);

CREATE UNIQUE INDEX one_callback_a_reason ON callbacks (phone, reason) WHERE status = 'open';

-- What each call was about. One row a call.
CREATE TABLE call_logs (
  call_id TEXT PRIMARY KEY,
  customer_id INTEGER REFERENCES customers (id),
  about TEXT NOT NULL,
  team TEXT,  -- answered, unanswered, busy, rejected, failed; empty where it was not rung
  ending TEXT NOT NULL,
  seconds INTEGER NOT NULL
);
