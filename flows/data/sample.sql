-- The first customer is the caller of a rehearsal.
INSERT INTO customers (id, name, phone) VALUES
  (1, 'Ann Lee', '+15550100'),
  (2, 'Ben Ortiz', '+15550101');

INSERT INTO notifications (id, customer_id, message) VALUES
  (1, 1, 'Your parcel will arrive tomorrow between nine and eleven.'),
  (2, 1, 'Your invoice of November is ready.'),
  (3, 2, 'Your appointment was moved to Friday at three.');
