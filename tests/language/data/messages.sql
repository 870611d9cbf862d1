-- name: save_message(caller, file, seconds, words, at)!
-- A message that somebody has left, for whoever calls back.
INSERT INTO messages (caller, file, seconds, words, at) VALUES (:caller, :file, :seconds, :words, :at);
