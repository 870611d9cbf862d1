"""Meaning: what the shape of a script cannot tell. One check a file."""
