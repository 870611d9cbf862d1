"""The interpreter of a call: what it does next, as plain data, from what the world replies. It does no I/O."""
