-- name: visits()
-- The visits that are free.
SELECT id, starts FROM visits ORDER BY id;
