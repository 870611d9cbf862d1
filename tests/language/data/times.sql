-- name: free_times(day)
-- When somebody has time on a day.
SELECT starts FROM times WHERE day = :day ORDER BY starts;
