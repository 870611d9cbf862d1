INSERT INTO patients (id, name, phone, tier, nickname, owes_cents) VALUES
  (1, 'Ida Holm', '+15550100', 'gold', NULL, 1250),
  (2, 'Ole Berg', '+15550102', 'silver', 'Ollie', 0);
INSERT INTO appointments (id, patient_id, day, starts, doctor) VALUES
  (1, 1, '2026-11-24', '09:05', 'Dr. Ray'),
  (2, 1, '2026-12-01', '14:30', 'Dr. Lund'),
  (3, 2, '2027-01-04', '12:00', 'Dr. Ray');
