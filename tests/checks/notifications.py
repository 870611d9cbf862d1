"""A script that is right, with intents of its own, to plant mistakes into. Its data is that of the shipped script."""

NOTIFICATIONS = """# yaml-language-server: $schema=../schemas/flow.schema.json
callsheet: 1
flow: interactive_notifications
description: Read each pending notification to the caller and record what they say.
language: en-US
timezone: America/New_York
data: data/notifications.sql            # named queries, owned by an engineer

intents:
  confirm:
    means: The caller agrees, or says they have understood.
    phrases: ["yes", yeah, okay, got it, I confirm, that's fine]
    press: "1"
  decline:
    means: The caller refuses, or wants a person to look at it.
    phrases: ["no", nope, not really, call me, I have a question]
    press: "2"

steps:
  - answer
  - query: customer_by_phone
    with: {phone: "{{ call.person_number }}"}
    as: customer
    if_none:
      - say: Sorry, I can't find your number. Please call the office. Goodbye.
      - disconnect
  - query: pending_notifications
    with: {customer_id: "{{ customer.id }}"}
    as: notifications
  - for_each: notification
    in: notifications
    if_none:
      - say: You have no new messages, {{ customer.name }}.
    do:
      - ask: "{{ notification.message }} Can you confirm?"
        answers:
          confirm:
            - write: acknowledge_notification
              with: {notification_id: "{{ notification.id }}", at: "{{ now }}"}
            - say: Got it, that's been confirmed.
          decline:
            - run: follow_up
        if_silent:
          - Are you still there? Can you confirm?
        if_unclear:
          - Sorry, can you confirm? Please say yes or no, or press 1 or 2.
        otherwise:
          - run: follow_up
  - say: That's everything. Have a great day!
  - disconnect

sections:
  follow_up:
    - write: flag_for_followup
      with: {notification_id: "{{ notification.id }}"}
    - say: No problem, someone from our team will follow up.
"""
