-- The first customer is the caller of a rehearsal.
INSERT INTO customers (id, name, phone, advice) VALUES
  (1, 'Ann Lee', '+15550100', 'The last delivery came late. Say sorry first.'),
  (2, 'Ben Ortiz', '+15550101', NULL);
