-- name: candidate_by_phone(phone)^
-- The candidate whose number is calling.
SELECT id, name, status FROM candidates WHERE phone = :phone;

-- name: candidate_by_number(number)^
-- The candidate with this application number, for callers whose telephone we do not know.
SELECT id, name, status FROM candidates WHERE number = :number;

-- name: finish(candidate_id)!
-- The interview is complete. Only of an invitation that is still open.
UPDATE candidates SET status = 'screened' WHERE id = :candidate_id AND status = 'invited';

-- name: withdraw(candidate_id)!
-- The candidate does not want the position any more. Only of an invitation that is still open.
UPDATE candidates SET status = 'withdrawn' WHERE id = :candidate_id AND status = 'invited';

-- name: keep_screening(call_id, candidate_id, can_come, commute_by, years, starts_on, work_style, email, phone, score, outcome, at)!
-- What was answered, for the hiring team. What was not is empty.
INSERT INTO screenings (call_id, candidate_id, can_come, commute_by, years, starts_on, work_style, email, phone,
  score, outcome, ended_at)
VALUES (:call_id, :candidate_id, :can_come, :commute_by, :years, :starts_on, :work_style, :email, :phone,
  :score, :outcome, :at);
