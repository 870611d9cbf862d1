-- name: customer_by_phone(phone)^
-- The customer whose number is calling.
SELECT id, name, advice FROM customers WHERE phone = :phone;

-- name: recent_calls(customer_id, since)
-- The calls of a customer that reached an agent lately.
SELECT call_id FROM calls WHERE customer_id = :customer_id AND ended_at >= :since AND agent = 'answered'
ORDER BY ended_at DESC LIMIT 5;

-- name: log_call(call_id, customer_id, agent, rang, consent, recording, ending, at)!
-- How a call went.
INSERT INTO calls (call_id, customer_id, agent, rang, consent, recording, ending, ended_at)
VALUES (:call_id, :customer_id, :agent, :rang, :consent, :recording, :ending, :at);
