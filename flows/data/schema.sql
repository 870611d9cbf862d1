-- Who can be called or can call.
CREATE TABLE customers (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  phone TEXT NOT NULL UNIQUE  -- E.164: +15550100
);

-- What a customer has to hear. A row is pending until it is confirmed (acknowledged) or handed to a person (follow_up).
CREATE TABLE notifications (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  message TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'acknowledged', 'follow_up')),
  acknowledged_at DATETIME
);

CREATE INDEX notifications_of_customer ON notifications (customer_id, status);
