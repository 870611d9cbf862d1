CREATE TABLE customers (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  phone TEXT NOT NULL UNIQUE,  -- E.164: +15550100
  advice TEXT  -- what an agent should know before they talk with this customer
);

-- How each call went. One row a call.
CREATE TABLE calls (
  call_id TEXT PRIMARY KEY,
  customer_id INTEGER REFERENCES customers (id),
  agent TEXT,  -- answered, unanswered, busy, rejected, failed; empty where nobody was rung
  rang INTEGER,  -- seconds
  consent BOOLEAN NOT NULL,
  recording TEXT,  -- a file below the folder for recordings
  ending TEXT NOT NULL,
  ended_at DATETIME NOT NULL
);

CREATE INDEX calls_of_customer ON calls (customer_id, ended_at);
