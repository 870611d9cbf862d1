CREATE TABLE patients (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  phone TEXT NOT NULL UNIQUE,
  tier TEXT NOT NULL DEFAULT 'silver',
  nickname TEXT,
  owes_cents INTEGER NOT NULL DEFAULT 0,
  is_blocked BOOLEAN NOT NULL DEFAULT 0
);

CREATE TABLE appointments (
  id INTEGER PRIMARY KEY,
  patient_id INTEGER NOT NULL REFERENCES patients (id),
  day DATE NOT NULL,
  starts TIME NOT NULL,
  doctor TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'booked',
  answered_at DATETIME
);
