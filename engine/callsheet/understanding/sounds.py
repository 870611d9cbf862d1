"""Sounds that people make while they think or listen, much the same everywhere."""

# In the midst of what they say.
HESITATIONS = ("uh", "um", "er", "erm", "hm", "hmm", "mm", "ah", "oh")
# While somebody else speaks.
LISTENING = (
    *("mhm", "mmm", "mm hm", "mm hmm", "mmhm", "mmhmm", "um hum", "hum", "uh huh", "uhuh", "aha", "ah ha", "ooh"),
    *("okay", "ok", "okey"),
)
