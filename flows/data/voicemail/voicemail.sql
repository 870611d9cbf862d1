-- name: keep_voicemail(call_id, caller_number, file, seconds, at)!
-- Where a message lies. One message a call.
INSERT INTO voicemails (call_id, caller_number, file, seconds, received_at)
VALUES (:call_id, :caller_number, :file, :seconds, :at)
ON CONFLICT (call_id) DO NOTHING;

-- name: put_into_words(call_id, words)!
-- What was said in it, as the recognition has it.
UPDATE voicemails SET words = :words WHERE call_id = :call_id;
