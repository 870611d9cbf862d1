"""Calls out of a journal, played against a script that may be another version of theirs. It does no I/O."""
