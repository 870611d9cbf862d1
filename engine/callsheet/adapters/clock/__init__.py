"""Clocks: the machine's own, and one whose time jumps."""
