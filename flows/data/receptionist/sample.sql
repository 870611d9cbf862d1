-- The first customer is the caller of a rehearsal.
INSERT INTO customers (id, name, phone) VALUES
  (1, 'Ann Lee', '+15550100'),
  (2, 'Ben Ortiz', '+15550101');

INSERT INTO tickets (id, customer_id, subject, status) VALUES
  (1, 1, 'a broken hinge', 'open'),
  (2, 1, 'a missing cable', 'open'),
  (3, 2, 'a new catalogue', 'closed');

INSERT INTO people (id, name, is_away) VALUES
  (1, 'Grace Miller', FALSE),
  (2, 'Oscar Young', FALSE),
  (3, 'Tom Baker', TRUE);
