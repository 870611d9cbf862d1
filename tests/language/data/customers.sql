-- name: customer_by_phone(phone)^
-- The customer whose number is calling.
SELECT id, name, department FROM customers WHERE phone = :phone;

-- name: keep_request(customer_id, what)!
-- What a customer wants, for the office.
INSERT INTO requests (customer_id, what) VALUES (:customer_id, :what);
