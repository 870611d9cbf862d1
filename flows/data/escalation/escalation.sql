-- name: articles()
-- What can be told, as much as one can listen to.
SELECT id, title, answer FROM articles ORDER BY title LIMIT 5;

-- name: keep_context(call_id, caller_number, status, about, told, ending, at)!
-- How a call was dealt with.
INSERT INTO contexts (call_id, caller_number, status, about, told, ending, ended_at)
VALUES (:call_id, :caller_number, :status, :about, :told, :ending, :at);
