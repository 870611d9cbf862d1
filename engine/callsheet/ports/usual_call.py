"""A call of which nobody says how it is otherwise, as tests, rehearsals and walks of a script take it: who calls, when,
and how long people take."""

from datetime import datetime

# A number that nobody has.
CALLER = "+15550100"
# Whoever plays such a call gets the same on every day: a Monday morning, in the script's time zone.
NOW = datetime(2026, 1, 5, 10)
# Between what a caller hears and what they do, and between that and its effect.
INSTANT_SECONDS = 0.001
# From the end of a prompt until a caller begins to speak, or has found the key.
SECONDS_TO_ANSWER = 0.5
# Until somebody picks up.
SECONDS_TO_PICK_UP = 5.0
