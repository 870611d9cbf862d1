-- name: customer_by_phone(phone)^
-- The customer whose number is calling.
SELECT id, name FROM customers WHERE phone = :phone;

-- name: pending_notifications(customer_id)
-- What the customer has not answered yet, oldest first.
SELECT id, message FROM notifications
WHERE customer_id = :customer_id AND status = 'pending'
ORDER BY id;

-- name: acknowledge_notification(notification_id, at)!
-- The customer confirmed: done. Touches only a row that is still pending.
UPDATE notifications SET status = 'acknowledged', acknowledged_at = :at
WHERE id = :notification_id AND status = 'pending';

-- name: flag_for_followup(notification_id)!
-- The customer did not confirm: somebody of the team calls back. Touches only a row that is still pending.
UPDATE notifications SET status = 'follow_up'
WHERE id = :notification_id AND status = 'pending';
