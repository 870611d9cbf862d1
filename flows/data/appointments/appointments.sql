-- name: customer_by_phone(phone)^
-- The customer with this number.
SELECT id, name, phone FROM customers WHERE phone = :phone;

-- name: add_customer(name, phone, born)!
-- A new caller. Changes nothing where the number is known already.
INSERT INTO customers (name, phone, born) VALUES (:name, :phone, :born) ON CONFLICT (phone) DO NOTHING;

-- name: next_appointment(customer_id, born, today)^
-- The next appointment of a customer who knows their date of birth.
SELECT appointments.id, day, starts FROM appointments JOIN customers ON customers.id = customer_id
WHERE customer_id = :customer_id AND born = :born AND day >= :today AND status = 'confirmed'
ORDER BY day, starts LIMIT 1;

-- name: free_times(day, near, today, time)
-- The three free times of a day that are nearest to the wanted one. Half hours from 9 to 17, Monday to Friday, and
-- nothing that has begun.
-- types: starts TIME
WITH RECURSIVE times(starts) AS (
  SELECT '09:00:00' UNION ALL SELECT time(starts, '+30 minutes') FROM times WHERE starts < '16:30:00'
), nearest(starts) AS (
  SELECT starts FROM times
  WHERE strftime('%w', :day) BETWEEN '1' AND '5' AND (:day > :today OR starts > :time)
    AND starts NOT IN (SELECT starts FROM appointments WHERE day = :day AND status = 'confirmed')
  ORDER BY abs(strftime('%s', starts) - strftime('%s', :near)), starts LIMIT 3
)
SELECT starts FROM nearest ORDER BY starts;

-- name: book(customer_id, service, day, starts)!
-- Takes a time. Changes nothing where somebody else was faster.
INSERT INTO appointments (customer_id, service, day, starts)
SELECT :customer_id, :service, :day, :starts
WHERE NOT EXISTS (SELECT 1 FROM appointments WHERE day = :day AND starts = :starts AND status = 'confirmed');

-- name: cancel(appointment_id)!
-- Gives a time back.
UPDATE appointments SET status = 'cancelled' WHERE id = :appointment_id AND status = 'confirmed';

-- name: ask_for_callback(call_id, phone, at)!
-- Somebody of the team calls back; once for each call.
INSERT INTO callbacks (call_id, phone, asked_at) VALUES (:call_id, :phone, :at) ON CONFLICT (call_id) DO NOTHING;
