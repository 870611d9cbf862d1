-- name: customer_by_phone(phone)^
-- The customer whose number is calling.
SELECT id, name FROM customers WHERE phone = :phone;

-- name: customer_by_number(number)^
-- The customer with this number, for callers whose telephone we do not know.
SELECT id, name FROM customers WHERE number = :number;

-- name: account(customer_id, pin)^
-- What only the customer may hear: nothing is found with another PIN, or after five wrong ones.
SELECT id, balance FROM customers WHERE id = :customer_id AND pin = :pin AND wrong_pins < 5;

-- name: count_wrong_pin(customer_id)!
-- A wrong PIN was given. Nothing is counted any more once the account is closed to callers.
UPDATE customers SET wrong_pins = wrong_pins + 1 WHERE id = :customer_id AND wrong_pins < 5;

-- name: forget_wrong_pins(customer_id)!
-- The right PIN was given.
UPDATE customers SET wrong_pins = 0 WHERE id = :customer_id;

-- name: order_of_customer(number, customer_id)^
-- One of the customer's own orders.
SELECT number, item, status, arrives_on FROM orders WHERE number = :number AND customer_id = :customer_id;

-- name: ask_for_callback(phone, reason, at)!
-- Somebody of the team calls back. Once, while such a call is still open.
INSERT INTO callbacks (phone, reason, asked_at) VALUES (:phone, :reason, :at)
ON CONFLICT DO NOTHING;

-- name: log_call(call_id, customer_id, about, team, ending, seconds)!
-- What the call was about, and how it ended.
INSERT INTO call_logs (call_id, customer_id, about, team, ending, seconds)
VALUES (:call_id, :customer_id, :about, :team, :ending, :seconds);
