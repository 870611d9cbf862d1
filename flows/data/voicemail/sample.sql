INSERT INTO voicemails (call_id, caller_number, file, seconds, words, received_at, status) VALUES
  ('sample-1', '+15550101', 'sample-1/recording-1.wav', 12, 'This is Ben Ortiz. Please call me about my order.',
   '2026-11-20T23:10:00Z', 'heard');
