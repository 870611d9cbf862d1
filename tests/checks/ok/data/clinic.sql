-- name: patient_by_phone(phone)^
-- Who is calling.
SELECT id, name, tier, nickname, owes_cents, is_blocked FROM patients WHERE phone = :phone;

-- name: appointments_of(patient_id, from_day)
-- What is booked from a day on, soonest first.
SELECT id, day, starts, doctor FROM appointments
WHERE patient_id = :patient_id AND day >= :from_day AND state = 'booked'
ORDER BY day;

-- name: keep_appointment(appointment_id, at)!
-- The patient will come.
UPDATE appointments SET state = 'kept', answered_at = :at WHERE id = :appointment_id AND state = 'booked';

-- name: cancel_appointment(appointment_id, at)!
-- The patient will not come.
UPDATE appointments SET state = 'cancelled', answered_at = :at WHERE id = :appointment_id AND state = 'booked';

-- name: call_back(patient_id)!
-- Somebody has to call. Every patient has one line here.
UPDATE patients SET tier = 'call' WHERE id = :patient_id;
