-- name: doctors()
-- Who is here today.
SELECT id, name FROM doctors ORDER BY id;
-- name: slots_of(doctor_id)
-- When somebody has time.
SELECT id, starts FROM slots WHERE doctor_id = :doctor_id ORDER BY id;
