-- name: customer_by_phone(phone)^
-- The customer whose number is calling.
SELECT id, name FROM customers WHERE phone = :phone;
