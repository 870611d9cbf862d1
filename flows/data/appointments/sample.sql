-- The first customer is the caller of a rehearsal. The appointments lie far ahead, so that they are always to come.
INSERT INTO customers (id, name, phone, born) VALUES
  (1, 'Ann Lee', '+15550100', '1980-05-03'),
  (2, 'Ben Ortiz', '+15550101', '1975-11-30');

INSERT INTO appointments (id, customer_id, service, day, starts) VALUES
  (1, 1, 'dental cleaning', '2099-01-05', '10:00:00'),
  (2, 2, 'eye exam', '2099-01-05', '10:30:00');
