-- name: customer_by_phone(phone)^
-- The customer whose number is calling.
SELECT id, name FROM customers WHERE phone = :phone;

-- name: open_tickets(customer_id)
-- What the customer is waiting for, newest first, as many as one can listen to.
SELECT id, subject FROM tickets WHERE customer_id = :customer_id AND status = 'open'
ORDER BY id DESC LIMIT 3;

-- name: people_here()
-- Who can be asked for by name today.
SELECT id, name FROM people WHERE NOT is_away
ORDER BY name LIMIT 6;

-- name: ask_for_callback(phone, caller_name, wanted, reason, at)!
-- Somebody calls back. Once, while such a call is still open.
INSERT INTO callbacks (phone, caller_name, wanted, reason, asked_at)
VALUES (:phone, :caller_name, :wanted, :reason, :at)
ON CONFLICT DO NOTHING;
