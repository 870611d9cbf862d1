-- The first customer is the caller of a rehearsal.
INSERT INTO customers (id, number, name, phone, pin, balance) VALUES
  (1, '100100', 'Ann Lee', '+15550100', '4321', 11825),
  (2, '100200', 'Ben Ortiz', '+15550101', '8765', 0);

INSERT INTO orders (number, customer_id, item, status, arrives_on) VALUES
  ('1001', 1, 'garden chair', 'shipped', '2099-01-07'),
  ('1002', 1, 'reading lamp', 'packed', NULL),
  ('1003', 2, 'coffee grinder', 'delivered', '2025-01-02');
