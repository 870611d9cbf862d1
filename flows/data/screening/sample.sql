-- The first candidate is the caller of a rehearsal.
INSERT INTO candidates (id, number, name, phone, status) VALUES
  (1, '200100', 'Ann Lee', '+15550100', 'invited'),
  (2, '200200', 'Ben Ortiz', '+15550101', 'screened');
